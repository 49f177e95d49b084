import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTextFault } from './storable-text.ts';

test('what a database keeps passes', () => {
  for (const value of ['', 'ü😀', 5, null, true, undefined, { a: [{ b: 'x' }] }, nested(31)]) {
    assert.equal(findTextFault(value), undefined);
  }
});

test('NUL and half a surrogate pair are found, in keys too, with their place', () => {
  assert.deepEqual(findTextFault({ a: ['x', { b: 'y\0' }] }), {
    path: 'a.1.b',
    reason: 'String contains a NUL character',
  });
  assert.equal(findTextFault({ a: { 'k\0': 1 } })?.path, 'a');
  assert.equal(findTextFault('\ud800')?.reason, 'String contains half a surrogate pair');
});

test('depth has an end, long before the stack has', () => {
  assert.match(findTextFault(nested(40))?.reason ?? '', /deeper than 32/);
  assert.match(findTextFault(nested(200_000))?.reason ?? '', /deeper than 32/);
});

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
