import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import type { OpenApiDocument } from '../../src/http/index.ts';
import { startBrowser } from '../kit/browser.ts';
import { skipUnless } from '../kit/services/index.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const [sqlite] = stores;

async function start(): Promise<Segue> {
  assert.ok(sqlite !== undefined);
  return startSegue(sqlite);
}

describe('the API to read', () => {
  let segue: Segue;
  let page: string;
  before(async () => {
    segue = await start();
    page = (await segue.request('docs')).text;
  });
  after(() => segue.stop());

  test('is there for anybody, under a policy that loads its own style and nothing else', async () => {
    const { status, headers } = await segue.request('docs');
    assert.equal(status, 200);
    assert.equal(
      headers.get('content-security-policy'),
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.doesNotMatch(page, /<script|<style| style=| on\w+=|<iframe|<form/);
  });

  test('leads to itself and to this server only', async () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    const targets = [...page.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, target = '']) => target);
    const anchors = targets.filter((target) => target.startsWith('#'));
    assert.ok(anchors.length > 150);
    assert.deepEqual(
      anchors.filter((anchor) => !ids.includes(anchor.slice(1))),
      [],
    );
    const files = new Set(targets.filter((target) => !target.startsWith('#')));
    assert.equal(files.size, 4);
    for (const file of files) assert.equal((await segue.request(file)).status, 200, file);
  });

  test('shows every call, scope and schema of the document', async () => {
    const document: OpenApiDocument = (await segue.request('openapi.json')).body;
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    for (const { operationId, security } of operations) {
      assert.ok(page.includes(`<h3 id="${operationId}">`), operationId);
      for (const scope of security.flatMap((each) => Object.values(each).flat()))
        assert.ok(page.includes(scope));
    }
    for (const name of Object.keys(document.components.schemas)) {
      assert.ok(page.includes(`<h3 id="schema-${name}">`), name);
    }
  });
});

describe('axe finds nothing in the API to read', skipUnless('chromium'), () => {
  let segue: Segue;
  let browser: Browser;
  before(async () => {
    [segue, browser] = await Promise.all([start(), startBrowser()]);
  });
  after(async () => {
    await browser.close();
    await segue.stop();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [375, 1440]) {
      test(`${colorScheme}, ${width} wide`, async () => {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width, height: 900 },
          bypassCSP: true,
        });
        const page = await context.newPage();
        const asked: string[] = [];
        page.on('request', (request) => asked.push(new URL(request.url()).origin));
        await page.goto(`${segue.url}docs`);
        await page.evaluate(axe.source);
        assert.deepEqual(await page.evaluate<unknown>(violations), []);
        assert.deepEqual([...new Set(asked)], [new URL(segue.url).origin]);
        await page.setViewportSize({ width: 320, height: 512 }); // WCAG 2.2, 1.4.10: as wide as 1280 at 400 %
        assert.equal(await page.evaluate(isWiderThanTheWindow), false);
        await context.close();
      });
    }
  }
});

// Scripts for the browser, as text: this program has no types of its own for a document.
const violations = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html, failureSummary }) => [html, failureSummary]) })))`;
const isWiderThanTheWindow = 'document.documentElement.scrollWidth > window.innerWidth';
