import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../test/kit/browser.ts';
import { skipUnless } from '../../test/kit/services/index.ts';
import { locales } from '../lib/locale.ts';
import { letterKinds, sampleLetter, sampleNow } from './fakes/sample-letters.ts';
import { letterHtml } from './letter-html.ts';
import { wordLetter } from './word-letter.ts';

const needsBrowser = skipUnless('chromium');
// A phone, and the reading pane of a mail program.
const widths = [375, 600];
let browser: Browser | undefined;

before(async () => {
  if (needsBrowser.skip !== false) return;
  browser = await startBrowser();
});
after(() => browser?.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const kind of letterKinds) {
    test(`${kind} can be read by everybody, ${colorScheme}`, needsBrowser, async (t) => {
      assert.ok(browser !== undefined);
      const page = await browser.newPage({ colorScheme });
      t.after(() => page.close());
      for (const locale of locales) {
        const letter = sampleLetter(kind, { languages: [locale] });
        await page.setContent(letterHtml(wordLetter(letter, sampleNow), null));
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          const widest: unknown = await page.evaluate('document.documentElement.scrollWidth');
          assert.equal(widest, width, `${locale} is wider than ${width}`);
        }
      }
      await page.addScriptTag({ content: axe.source });
      assert.deepEqual(await page.evaluate(findFaults), []);
    });
  }
}

/** Runs in the page, where axe is a global. */
async function findFaults(): Promise<readonly string[]> {
  const { axe: inPage }: { axe?: typeof axe } = globalThis as object;
  if (inPage === undefined) return ['axe is not there'];
  // A letter is shown inside a page of the mail program, whose landmarks they are.
  const landmarks = { 'landmark-one-main': { enabled: false }, region: { enabled: false } };
  const { violations } = await inPage.run({ rules: landmarks });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
