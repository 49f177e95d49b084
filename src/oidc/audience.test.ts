import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopesIn } from './audience.ts';

test('a list of scopes: each once, in order', () => {
  assert.deepEqual(scopesIn('b a  b '), ['b', 'a']);
  assert.deepEqual(scopesIn(''), []);
  assert.deepEqual(scopesIn(undefined), []);
});
