import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromOwnPage } from './is-from-own-page.ts';

const cases: readonly [headers: Record<string, string>, isOwn: boolean][] = [
  [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ 'sec-fetch-site': 'same-site', origin: 'https://id.example' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin: 'null' }, false],
  [{ origin: 'https://id.example' }, true],
  [{ origin: 'null' }, true],
  [{}, true],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'http://id.example' }, false],
];
for (const [headers, isOwn] of cases) {
  test(`${JSON.stringify(headers)}: ${isOwn ? 'ours' : 'not ours'}`, () => {
    assert.equal(isFromOwnPage(headers, 'https://id.example'), isOwn);
  });
}
