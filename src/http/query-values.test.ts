import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { readQueryValues } from './query-values.ts';

const schema = Type.Object({
  page: Type.Integer(),
  totals: Type.Boolean(),
  strategy: Type.Array(Type.String()),
  name: Type.String(),
});

test('a query string is read as its schema means it; the rest is left for the check', () => {
  assert.deepEqual(readQueryValues({ page: '2', totals: 'true', strategy: 'a', name: '5' }, schema), {
    page: 2,
    totals: true,
    strategy: ['a'],
    name: '5',
  });
  for (const left of [
    { page: '' },
    { page: '1e3' },
    { page: '0x1' },
    { page: '9'.repeat(20) },
    { totals: '1' },
    { page: ['1', '2'] },
    { constructor: '1' },
  ]) {
    assert.deepEqual(readQueryValues(left, schema), left);
  }
});
