import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';

/** What has the focus, as a screen reader would name it. */
const focused = `(({ id, className, tagName, ariaLabel, textContent }) =>
  id || ariaLabel || className || textContent.trim() || tagName)(document.activeElement)`;

async function tabOrder(page: Page, stops: number): Promise<readonly unknown[]> {
  const order: unknown[] = [];
  for (let stop = 0; stop < stops; stop++) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(focused));
  }
  return order;
}

describe('a keyboard is enough', skipUnless('chromium'), () => {
  let stage: PageStage;
  before(async () => {
    stage = await openPageStage();
  });
  after(() => stage.close());

  test('to type a password, look at it, and send it with Enter', async () => {
    const page = await stage.open();
    await stage.visit(page);
    assert.deepEqual(await tabOrder(page, 4), ['password', 'Show password', 'button', 'Contact support']);
    await page.locator('#password').focus();
    await page.keyboard.type('Plum tart 9');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('#password').getAttribute('type'), 'text');
    assert.equal(await page.locator('#announcer').textContent(), 'Your password is visible');
    assert.equal(await page.evaluate(focused), 'Hide password');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await page.context().close();
  });

  test('to be told first what is wrong, and to go on from there', async () => {
    const page = await stage.open();
    await stage.visit(page);
    stage.fixture.outcome = { outcome: 'refused-password', fault: 'used-before', history: 5 };
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.locator('.problem:focus').waitFor();
    assert.match((await page.getByRole('alert').first().textContent()) ?? '', /used this password before/);
    assert.deepEqual(await tabOrder(page, 1), ['password']);
    assert.equal(await page.locator('#password').inputValue(), '');
    assert.match(await page.title(), /^Error: /);
    stage.fixture.outcome = undefined;
    await page.context().close();
  });

  test('to try again after an outage', async () => {
    const page = await stage.open();
    await stage.visit(page);
    stage.fixture.outcome = { outcome: 'unavailable', retryAfterSeconds: 30 };
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    stage.fixture.outcome = undefined;
    assert.deepEqual(await tabOrder(page, 2), ['button', 'Choose a different password']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await page.context().close();
  });

  test('to verify an address', async () => {
    const page = await stage.open();
    await stage.visit(page, { purpose: 'email-verification' });
    assert.deepEqual(await tabOrder(page, 1), ['button']);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your email address is confirmed' }).waitFor();
    await page.context().close();
  });
});
