import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSmallMetadata, patchedMetadata } from './metadata.ts';

test('keys are merged at the first level, null takes one away, an empty patch all', () => {
  const current = { a: 1, b: { c: 2 } };
  assert.deepEqual(patchedMetadata(current, { b: { d: 3 } }), { a: 1, b: { d: 3 } });
  assert.deepEqual(patchedMetadata(current, { a: null }), { b: { c: 2 } });
  assert.deepEqual(patchedMetadata(current, {}), {});
});

test('a key named after a prototype is a key', () => {
  const patched = patchedMetadata({}, JSON.parse('{"__proto__":{"x":1},"constructor":2}'));
  assert.deepEqual(Object.keys(patched), ['__proto__', 'constructor']);
  assert.equal('x' in patched, false);
});

test('64 kB is the bound', () => {
  assert.ok(isSmallMetadata({ a: 'x'.repeat(65_000) }));
  assert.ok(!isSmallMetadata({ a: 'ü'.repeat(33_000) }));
});
