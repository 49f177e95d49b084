import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realChanges } from './real-changes.ts';

test('only what differs is a change, whatever the order of keys', () => {
  const current = { a: 1, b: { c: [1, { d: null }], e: 'x' }, f: [] };
  assert.deepEqual(realChanges(current, { a: 1, b: { e: 'x', c: [1, { d: null }] }, f: [] }), {});
  for (const patch of [
    { a: 2 },
    { b: { c: [1, { d: 0 }], e: 'x' } },
    { b: { c: [1] } },
    { f: {} },
    { f: [undefined] },
    { g: null },
  ]) {
    assert.deepEqual(realChanges(current, patch), patch);
  }
});
