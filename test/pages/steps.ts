import type { Page } from 'playwright-core';
import type { ConfirmPasswordChangeOutcome } from '../../src/accounts/index.ts';
import type { PageStage } from './page-stage.ts';

/** How one gets to what a page shows. */
export type Step = (page: Page, stage: PageStage) => Promise<unknown>;

export const tooWeakByScript: Step = async (page, stage) => {
  await stage.visit(page);
  await page.locator('#password').fill('plum');
  await page.locator('#password').press('Enter');
};

/** The form of a new password, sent; this comes of it. */
export const submitted =
  (outcome: ConfirmPasswordChangeOutcome): Step =>
  async (page, stage) => {
    stage.fixture.outcome = outcome;
    await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.locator('button[type=submit]').click();
    await page.waitForLoadState();
  };

export const emailVerified: Step = async (page, stage) => {
  await stage.visit(page, { purpose: 'email-verification' });
  await page.locator('button').click();
  await page.waitForLoadState();
};
