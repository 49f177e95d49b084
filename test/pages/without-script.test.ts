import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';

describe('without script', skipUnless('chromium'), () => {
  let stage: PageStage;
  let page: Page;
  before(async () => {
    stage = await openPageStage();
    page = await stage.open({ javaScriptEnabled: false });
  });
  after(() => stage.close());

  test('a password is typed twice', async () => {
    const secret = await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.locator('#repeat').fill('Plum tart 8');
    await page.keyboard.press('Enter');
    await page.getByText('The two passwords are not the same').waitFor();
    assert.equal(await page.locator('.problem:focus').count(), 1);

    await page.locator('#password').fill('Plum tart 9');
    await page.locator('#repeat').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    const change = stage.fixture.changes.at(-1);
    assert.ok(change !== undefined && 'password' in change);
    assert.deepEqual([change.secret, change.password], [secret, 'Plum tart 9']);
  });

  test('nothing is there that only a script could use', async () => {
    await stage.visit(page);
    assert.deepEqual(await page.getByRole('button').allTextContents(), ['Change password']);
    assert.equal(await page.locator('#strength').isVisible(), false);
  });

  test('an outage keeps what was typed', async () => {
    stage.fixture.outcome = { outcome: 'unavailable', retryAfterSeconds: 30 };
    await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.locator('#repeat').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    stage.fixture.outcome = undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
  });

  test('an address is verified', async () => {
    await stage.visit(page, { purpose: 'email-verification' });
    await page.getByRole('button', { name: 'Confirm email address' }).click();
    await page.getByRole('heading', { name: 'Your email address is confirmed' }).waitFor();
  });
});
