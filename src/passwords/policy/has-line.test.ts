import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasLine } from './has-line.ts';

const line = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '😀', '\ud800'), maxLength: 4 });

test('finds every line that is there, and none that is not', () => {
  const property = fc.property(fc.array(line, { maxLength: 40 }), fc.array(line), (there, asked) => {
    const sorted = [...new Set(there.map((each) => Buffer.from(each).toString()))]
      .map((each) => Buffer.from(`${each}\n`))
      .toSorted(Buffer.compare);
    const lines = Buffer.concat(sorted);
    const known = new Set(sorted.map((each) => each.toString().slice(0, -1)));
    for (const each of [...there, ...asked]) {
      assert.equal(hasLine(lines, each), known.has(Buffer.from(each).toString()), JSON.stringify(each));
    }
  });
  fc.assert(property, { numRuns: 500 });
});

test('a text over several lines is none of them', () => {
  const lines = Buffer.from('a\nb\nc\n');
  for (const text of ['a\nb', 'b\n', '\nb', '\n']) assert.ok(!hasLine(lines, text), JSON.stringify(text));
});
