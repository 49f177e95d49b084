import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { sampleBrand } from '../../src/pages/fakes/pages-fixture.ts';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';
import { emailVerified, type Step, submitted, tooWeakByScript } from './steps.ts';

/** Each page, and how one gets there. */
const pages: Readonly<Record<string, Step>> = {
  'new password': (page, stage) => stage.visit(page),
  'new password, typed and shown': async (page, stage) => {
    await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.getByRole('button', { name: 'Show password' }).click();
  },
  'new password, too weak by the script': tooWeakByScript,
  refused: submitted({ outcome: 'refused-password', fault: 'too-common' }),
  unavailable: submitted({ outcome: 'unavailable', retryAfterSeconds: 60 }),
  changed: submitted({ outcome: 'changed', resultUrl: 'https://shop.example/' }),
  gone: submitted({ outcome: 'gone' }),
  'email to verify': (page, stage) => stage.visit(page, { purpose: 'email-verification' }),
  'email verified': emailVerified,
  'no page': (page, stage) => page.goto(`${stage.origin}/u/nowhere`),
};

describe('axe finds nothing', skipUnless('chromium'), () => {
  let stage: PageStage;
  before(async () => {
    stage = await openPageStage();
    const logoUrl = `${stage.origin}/u/assets/icon.000000000000.svg`;
    stage.fixture.brand = { ...sampleBrand, logoUrl };
  });
  after(() => stage.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, reach] of Object.entries(pages)) {
      test(`${name}, ${colorScheme}`, async () => {
        const page = await stage.open({ colorScheme, viewport: { width: 375, height: 740 } });
        await reach(page, stage);
        await page.evaluate(axe.source);
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 740 });
          assert.deepEqual(await page.evaluate<unknown>(violations), []);
        }
        await page.setViewportSize({ width: 320, height: 512 }); // WCAG 2.2, 1.4.10: as wide as 1280 at 400 %
        assert.equal(await page.evaluate(isWiderThanTheWindow), false);
        await page.context().close();
        stage.fixture.outcome = undefined;
      });
    }
  }
});

// Scripts for the browser, as text: this program has no types of its own for a document.
const violations = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html, failureSummary }) => [html, failureSummary]) })))`;
const isWiderThanTheWindow = 'document.documentElement.scrollWidth > window.innerWidth';
