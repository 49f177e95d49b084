import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { displayWidth, fitted } from './display-width.ts';
import { safeJson, safeLines, safeText } from './safe-text.ts';
import { tableLines } from './table.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const obeyed = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

test('nothing that a terminal would obey is left of any text', () => {
  assert.equal(safeText('a\u001b[31mb\nc\u009b\u202e'), 'a\\x1b[31mb\\x0ac\\x9b\\u202e');
  assert.equal(safeLines('a\tb\nc\r'), 'a\tb\nc\\x0d');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(safeText(text), obeyed);
      const json = safeJson(JSON.stringify({ text }));
      assert.doesNotMatch(json, obeyed);
      assert.equal(JSON.parse(json).text, text);
    }),
  );
});

test('wide characters, combining ones and pictures are as wide as a terminal has them', () => {
  assert.deepEqual(
    ['abc', 'ü', 'u\u0308', '日本', '한', '👩‍👩‍👧', 'é日'].map(displayWidth),
    [3, 1, 1, 4, 2, 2, 3],
  );
  assert.equal(fitted('日本語', 4), '日…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
      const shown = fitted(safeText(text), columns);
      assert.ok(displayWidth(shown) <= columns, shown);
    }),
  );
});

test('a table is aligned, and gives way where it may', () => {
  const columns = [
    { title: 'who', of: ({ who }: { who: string }) => who, gives: true },
    { title: 'n', of: ({ n }: { who: string; n: string }) => n },
  ];
  const items = [
    { who: '日本', n: '1' },
    { who: 'somebody@example.com', n: '22' },
    { who: '', n: '' },
  ];
  const paint = (_paint: string, text: string): string => text;
  assert.deepEqual(tableLines(columns, items, { columns: undefined, paint }), [
    `WHO${' '.repeat(19)}N`,
    `日本${' '.repeat(18)}1`,
    'somebody@example.com  22',
    `-${' '.repeat(21)}-`,
  ]);
  const narrow = tableLines(columns, items, { columns: 14, paint });
  assert.equal(narrow[2], 'somebody@…  22');
  assert.ok(narrow.every((line) => displayWidth(line) <= 14));
  assert.equal(tableLines(columns, items, { columns: 3, paint })[2], 'somebod…  22', 'never without end');
});
