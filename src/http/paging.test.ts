import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageForm, pageOf, readPage, readPaging } from './paging.ts';

const all = ['a', 'b', 'c', 'd', 'e'];
const self = (item: string): string => item;

test('by page: an array, or an object with totals', () => {
  const bare = readPaging({ page: 1, per_page: 2 });
  assert.deepEqual(pageForm('items', bare, pageOf(all, self, bare)), ['c', 'd']);
  const total = readPaging({ page: 1, per_page: 2, include_totals: true });
  assert.deepEqual(pageForm('items', total, pageOf(all, self, total)), {
    start: 2,
    limit: 2,
    length: 2,
    total: 5,
    items: ['c', 'd'],
  });
  const past = readPaging({ page: 9, per_page: 2 });
  assert.deepEqual(pageForm('items', past, pageOf(all, self, past)), []);
});

test('by checkpoint, whatever else is asked for; no next at the end', () => {
  const first = readPaging({ take: 2, include_totals: true, page: 3 });
  assert.deepEqual(pageForm('items', first, pageOf(all, self, first)), { next: 'b', items: ['a', 'b'] });
  const last = readPaging({ take: 3, from: 'b' });
  assert.deepEqual(pageForm('items', last, pageOf(all, self, last)), { items: ['c', 'd', 'e'] });
});

test('a store is asked for one more than the checkpoint page holds', async () => {
  const asked: unknown[] = [];
  const read = async (query: { limit: number }): Promise<{ items: string[]; total: number }> => {
    asked.push(query);
    return { items: all.slice(0, query.limit), total: 5 };
  };
  const page = await readPage(readPaging({ take: 2, from: 'x' }), read, self);
  assert.deepEqual(asked, [{ offset: 0, limit: 3, afterId: 'x' }]);
  assert.deepEqual(page, { items: ['a', 'b'], total: 5, next: 'b' });
});
