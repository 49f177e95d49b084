import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ConfirmPasswordChangeOutcome } from '../../src/accounts/index.ts';
import { sampleBrand } from '../../src/pages/fakes/pages-fixture.ts';
import { eventually } from '../kit/eventually.ts';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';

const changed = { outcome: 'changed', resultUrl: null } as const;
const button = 'button[type=submit]';

describe('stopping, reloading, going back', skipUnless('chromium'), () => {
  let stage: PageStage;
  before(async () => {
    stage = await openPageStage();
  });
  after(() => stage.close());

  /** Sends a new password that nobody answers yet. */
  async function sendAndWait(t: TestContext, page: Page) {
    const answer = Promise.withResolvers<ConfirmPasswordChangeOutcome>();
    t.after(() => answer.resolve({ outcome: 'gone' })); // lets the server close whatever happened
    stage.fixture.outcome = answer.promise;
    const secret = await stage.visit(page);
    let posts = 0;
    page.on('request', (request) => {
      posts += request.method() === 'POST' ? 1 : 0;
    });
    const changes = (): number => stage.fixture.changes.filter((change) => change.secret === secret).length;
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await eventually(() => changes() === 1, { within: 10_000, what: 'the form arrives' });
    stage.fixture.outcome = undefined;
    const looks = (): number => stage.fixture.looks.filter((look) => look === secret).length;
    const arrivesAgain = async (): Promise<void> => {
      const ofPageAndForms = 1 + 2;
      await eventually(() => looks() === ofPageAndForms, { within: 10_000, what: 'the form arrives again' });
      assert.equal(posts, 2);
    };
    return { answer, changes, arrivesAgain, posts: () => posts };
  }

  test('whoever stops waiting can press again, and is told how it ended', async (t) => {
    const page = await stage.open();
    const { answer, changes, arrivesAgain } = await sendAndWait(t, page);
    await pressStop(page);
    await page.locator(`${button}:not([aria-disabled])`).waitFor();
    assert.equal(await page.locator(button).textContent(), 'Change password');
    await page.keyboard.press('Enter');
    await arrivesAgain();
    answer.resolve(changed);
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    assert.equal(changes(), 1);
    await page.context().close();
  });

  test('so can who has a browser that does not tell of it, after a while', async (t) => {
    const page = await stage.open();
    await page.clock.install();
    await page.addInitScript('delete window.navigation');
    const { answer, arrivesAgain, posts } = await sendAndWait(t, page);
    await pressStop(page);
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(button).getAttribute('aria-disabled'), 'true');
    assert.equal(await page.locator(button).textContent(), 'Changing password…');
    assert.equal(posts(), 1);
    await page.clock.fastForward(10_000);
    await page.locator(`${button}:not([aria-disabled])`).waitFor();
    await page.keyboard.press('Enter');
    await arrivesAgain();
    answer.resolve(changed);
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await page.context().close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`reloaded, a page that says "done" says so again, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const page = await stage.open({ javaScriptEnabled });
      await stage.visit(page, { purpose: 'email-verification' });
      const before = stage.fixture.changes.length;
      await page.locator(button).click();
      for (const load of [() => page.waitForLoadState(), () => page.reload()]) {
        await load();
        await page.getByRole('heading', { name: 'Your email address is confirmed' }).waitFor();
      }
      assert.equal(stage.fixture.changes.length, before + 1);
      await page.context().close();
    });
  }

  const detours: readonly [string, ConfirmPasswordChangeOutcome, string][] = [
    ['an outage', { outcome: 'unavailable', retryAfterSeconds: 30 }, 'Try again'],
    ['a refusal', { outcome: 'refused-password', fault: 'used-before', history: 5 }, 'Change password'],
  ];
  for (const [what, outcome, next] of detours) {
    test(`done after ${what}, and back: each page has something to say, and nothing is sent again`, async () => {
      const page = await stage.open();
      stage.fixture.outcome = outcome;
      const secret = await stage.visit(page);
      await page.locator('#password').fill('Plum tart 9');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').or(page.getByText('is kept, encrypted')).first().waitFor();
      stage.fixture.outcome = undefined;
      if (await page.locator('#password').isVisible()) await page.locator('#password').fill('Plum tart 10');
      await page.getByRole('button', { name: next }).click();
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
      const sent = stage.fixture.changes.filter((change) => change.secret === secret).length;
      for (let steps = 0; steps < 2; steps += 1) {
        await page.goBack();
        await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
        assert.match(
          (await page.locator('main').textContent()) ?? '',
          /If you have just chosen a new password with it/,
        );
      }
      assert.equal(stage.fixture.changes.filter((change) => change.secret === secret).length, sent);
      await page.context().close();
    });
  }

  test('an outage can be left for a page elsewhere, and come back to', async () => {
    const page = await stage.open();
    await page.route('https://shop.example/**', (route) => route.fulfill({ body: 'we help' }));
    stage.fixture.brand = { ...sampleBrand, supportUrl: 'https://shop.example/help' };
    stage.fixture.outcome = { outcome: 'unavailable', retryAfterSeconds: 30 };
    await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    stage.fixture.outcome = undefined;
    stage.fixture.brand = sampleBrand;
    await page.getByRole('link', { name: 'Contact support' }).click();
    await page.getByText('we help').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.context().close();
  });
});

/** As the button beside the address does. */
async function pressStop(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.stopLoading');
}
