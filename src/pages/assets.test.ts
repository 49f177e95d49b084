import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPages, type PagesFixture } from './fakes/pages-fixture.ts';

let fixture: PagesFixture;
before(async () => {
  fixture = await openPages();
});
after(() => fixture.server.close());

async function assetsOfAPage(): Promise<readonly string[]> {
  const { body } = await fixture.server.inject('/u/reset-password');
  return [...body.matchAll(/(?:href|src)="(\/u\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
}

test('what a page refers to is there, and is kept for good', async () => {
  const paths = await assetsOfAPage();
  assert.equal(paths.length, 3);
  const types: unknown[] = [];
  for (const path of paths) {
    const { statusCode, headers } = await fixture.server.inject(path);
    assert.equal(statusCode, 200);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    types.push(headers['content-type']);
  }
  assert.deepEqual(types, ['image/svg+xml', 'text/css; charset=utf-8', 'text/javascript; charset=utf-8']);
});

test('the name that another version gave a file finds it, for now', async () => {
  const [, style = ''] = await assetsOfAPage();
  const other = await fixture.server.inject(style.replace(/\.\w{12}\./, '.000000000000.'));
  assert.equal(other.statusCode, 200);
  assert.equal(other.headers['cache-control'], 'no-store');
});

for (const path of [
  'pages.css',
  'pages.000000000000.ts',
  '..%2fpages.ts',
  '../pages.ts',
  'tsconfig.json',
  '',
]) {
  test(`/u/assets/${path} is not there`, async () => {
    assert.equal((await fixture.server.inject(`/u/assets/${path}`)).statusCode, 404);
  });
}
