import type { Page } from 'playwright-core';
import { HashQueueFull } from '../../src/accounts/index.ts';
import type { PagesFixture } from '../../src/pages/fakes/pages-fixture.ts';
import type { PageStage } from './page-stage.ts';

/** How one gets to what a page shows. */
export type Step = (page: Page, stage: PageStage) => Promise<unknown>;

const typed = 'Plum tart 9';
const shop = 'https://shop.example/';

const newPassword: Step = (page, stage) => stage.visit(page);

const typedAndShown: Step = async (page, stage) => {
  await stage.visit(page);
  await page.locator('#password').fill(typed);
  await page.getByRole('button', { name: 'Show password' }).click();
};

const tooWeakByScript: Step = async (page, stage) => {
  await stage.visit(page);
  await page.locator('#password').fill('plum');
  await page.locator('#password').press('Enter');
};

/** The form of a new password, sent; this comes of it. */
const submitted =
  (outcome: PagesFixture['outcome']): Step =>
  async (page, stage) => {
    stage.fixture.outcome = outcome;
    await stage.visit(page);
    await page.locator('#password').fill(typed);
    await Promise.all([page.waitForEvent('load'), page.locator('button[type=submit]').click()]);
    stage.fixture.outcome = undefined;
  };

const unavailable = submitted({ outcome: 'unavailable', retryAfterSeconds: 60 });

const keptTooLong: Step = async (page, stage) => {
  await unavailable(page, stage);
  stage.fixture.advance(15 * 60_000);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.problem').waitFor();
};

const withoutScript: Step = async (page, stage) => {
  await page.route('**/*.js', (route) => route.abort());
  await stage.visit(page);
};

const mismatchWithoutScript: Step = async (page, stage) => {
  await withoutScript(page, stage);
  await page.locator('#password').fill(typed);
  await page.locator('#repeat').fill(`${typed}!`);
  await page.locator('button[type=submit]').click();
  await page.locator('.problem').waitFor();
};

/** A form that no page of ours sends. */
const unreadable: Step = async (page, stage) => {
  await stage.visit(page);
  await page.evaluate("document.forms[0].enctype = 'text/plain'; document.forms[0].submit()");
  await page.getByRole('heading', { name: 'This form could not be read' }).waitFor();
};

const emailToVerify: Step = (page, stage) => stage.visit(page, { purpose: 'email-verification' });

const emailVerified =
  (resultUrl: string | null): Step =>
  async (page, stage) => {
    stage.fixture.resultUrl = resultUrl;
    await emailToVerify(page, stage);
    await page.locator('button').click();
    await page.getByRole('heading', { name: 'Your email address is confirmed' }).waitFor();
    stage.fixture.resultUrl = null;
  };

const at =
  (path: string): Step =>
  (page, stage) =>
    page.goto(`${stage.origin}/u/${path}`);

/**
 * Every page and every text of it, and how one gets there; `accessibility.test.ts` finds out when one is missing.
 */
export const everyPage = {
  'new-password': newPassword,
  'new-password-shown': typedAndShown,
  'new-password-too-weak': tooWeakByScript,
  'new-password-refused': submitted({ outcome: 'refused-password', fault: 'too-common' }),
  'new-password-personal': submitted({ outcome: 'refused-password', fault: 'personal' }),
  'new-password-used-before': submitted({ outcome: 'refused-password', fault: 'used-before', history: 5 }),
  'new-password-impossible': submitted({ outcome: 'invalid-password' }),
  'new-password-kept-too-long': keptTooLong,
  'new-password-without-script': withoutScript,
  'new-password-mismatch': mismatchWithoutScript,
  'new-password-done': submitted({ outcome: 'changed', resultUrl: shop }),
  'new-password-done-here': submitted({ outcome: 'changed', resultUrl: null }),
  'legacy-away': unavailable,
  busy: submitted(new HashQueueFull(1)),
  'script-fault': submitted({ outcome: 'script-fault' }),
  'link-gone': submitted({ outcome: 'gone' }),
  'verify-email': emailToVerify,
  'email-verified': emailVerified(null),
  'email-verified-leads-on': emailVerified(shop),
  'verification-link-gone': at('email-verification?ticket=none'),
  'not-found': at('nowhere'),
  'form-unreadable': unreadable,
  failed: submitted(new Error('of no known kind')),
} as const satisfies Readonly<Record<string, Step>>;
