import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newObjectId } from './object-id.ts';

test('ids are 24 hexadecimal digits, all different, and sort by the time they were made', () => {
  const ids = Array.from({ length: 20_000 }, () => newObjectId());
  for (const id of ids) assert.match(id, /^[0-9a-f]{24}$/);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), ids);
});

test('a clock that is set back does not break the order', () => {
  const now = Date.now();
  const first = newObjectId(now + 60_000);
  assert.ok(newObjectId(now) > first);
});
