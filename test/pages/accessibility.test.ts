import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { sampleBrand } from '../../src/pages/fakes/pages-fixture.ts';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';
import { everyPage } from './steps.ts';
import { type WholeEdge, watchWholeEdge } from './whole-edge.ts';

describe('axe finds nothing', skipUnless('chromium'), () => {
  let stage: PageStage;
  let edge: WholeEdge;
  before(async () => {
    stage = await openPageStage();
    edge = await watchWholeEdge();
    const logoUrl = `${stage.origin}/u/assets/icon.000000000000.svg`;
    stage.fixture.brand = { ...sampleBrand, logoUrl };
  });
  after(() => stage.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, reach] of Object.entries(everyPage)) {
      test(`${name}, ${colorScheme}`, async () => {
        const page = await stage.open({ colorScheme, viewport: { width: 375, height: 740 } });
        await reach(page, stage);
        await edge.look(page);
        await page.evaluate(axe.source);
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 740 });
          assert.deepEqual(await page.evaluate<unknown>(violations), []);
        }
        await page.setViewportSize({ width: 320, height: 512 }); // WCAG 2.2, 1.4.10: as wide as 1280 at 400 %
        assert.equal(await page.evaluate(isWiderThanTheWindow), false);
        await page.context().close();
      });
    }
  }

  test('no page was left out, and no text', async () => {
    const left = { views: await edge.unusedViews(), texts: edge.unsaidTexts() };
    assert.deepEqual(left, { views: [], texts: [] }, 'to be added to steps.ts');
  });
});

// Scripts for the browser, as text: this program has no types of its own for a document.
const violations = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html, failureSummary }) => [html, failureSummary]) })))`;
const isWiderThanTheWindow = 'document.documentElement.scrollWidth > window.innerWidth';
