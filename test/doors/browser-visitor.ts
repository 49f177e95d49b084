import assert from 'node:assert/strict';
import type { Browser, Page, Response } from 'playwright-core';
import type { Shown, Visitor } from './visitor.ts';

/** Somebody with a browser, and a window of their own in it. Every complaint of the browser fails whoever leaves. */
export async function createBrowserVisitor(
  browser: Browser,
  { javaScriptEnabled }: { readonly javaScriptEnabled: boolean },
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const password = page.locator('#password');
  const type = async (text: string): Promise<void> => {
    await password.fill(text);
    const repeat = page.locator('#repeat'); // the script removes it
    assert.equal(await repeat.count(), javaScriptEnabled ? 0 : 1);
    if (!javaScriptEnabled) await repeat.fill(text);
  };
  const send = (button: string): Promise<Shown> => press(page, button);
  return {
    async open(link) {
      const response = await page.goto(link);
      assert.ok(response !== null);
      return { status: response.status(), heading: await headingOf(page), source: await response.text() };
    },
    async choose(text) {
      await type(text);
      return send('Change password');
    },
    async chooseTooShort(text) {
      await type(text);
      await page.getByRole('button', { name: 'Change password' }).click();
      const complaint = javaScriptEnabled ? '#password[aria-invalid=true]' : '#password:invalid:focus';
      await page.locator(complaint).waitFor();
      assert.equal(await password.inputValue(), text, 'what was typed is still there');
      return 'held';
    },
    tryAgain: () => send('Try again'),
    confirmAddress: () => send('Confirm email address'),
    async leave() {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

/** Presses a button that sends the form, and waits for the page that comes of it. */
async function press(page: Page, button: string): Promise<Shown> {
  const [response] = await Promise.all([
    page.waitForResponse(isAnswerToForm),
    page.waitForEvent('load'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { status: response.status(), heading: await headingOf(page), source: await response.text() };
}

/** What it led to in the end, where it led on. */
function isAnswerToForm(response: Response): boolean {
  const request = response.request();
  return response.status() !== 303 && (request.redirectedFrom() ?? request).method() === 'POST';
}

async function headingOf(page: Page): Promise<string> {
  return (await page.locator('h1').textContent()) ?? '';
}

function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A page that is answered 4xx or 5xx is complained of as well.
    const isOfStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isOfStatus) complaints.push(message.text());
  });
  return complaints;
}
