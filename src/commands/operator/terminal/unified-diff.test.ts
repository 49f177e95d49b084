import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unifiedDiff } from './unified-diff.ts';

const names = ['old', 'new'] as const;

test('a change with what stands around it, as diff -u writes it', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  const after = 'a\nb\nc\nD\ne\nf\ng\nh\n';
  assert.deepEqual(unifiedDiff(before, after, names), [
    '--- old',
    '+++ new',
    '@@ -1,7 +1,7 @@',
    ' a',
    ' b',
    ' c',
    '-d',
    '+D',
    ' e',
    ' f',
    ' g',
  ]);
});

test('changes far from each other are two, near ones are one', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const changed = (...at: readonly number[]): string =>
    `${lines.map((line, index) => (at.includes(index) ? `${line}!` : line)).join('\n')}\n`;
  const hunks = (text: string): number =>
    unifiedDiff(changed(), text, names).filter((line) => line.startsWith('@@')).length;
  assert.deepEqual([hunks(changed(2, 20)), hunks(changed(2, 8)), hunks(changed(2, 3))], [2, 1, 1]);
});

test('nothing, something, and a last line without an end', () => {
  assert.deepEqual(unifiedDiff('a\n', 'a\n', names), []);
  assert.deepEqual(unifiedDiff('', 'a\n', names).slice(2), ['@@ -0,0 +1 @@', '+a']);
  assert.deepEqual(unifiedDiff('a\n', '', names).slice(2), ['@@ -1 +0,0 @@', '-a']);
  const unended = unifiedDiff('a', 'a\n', names).slice(2);
  assert.deepEqual(unended, ['@@ -1 +1 @@', '-a', '\\ No newline at end of file', '+a']);
});

const text = fc
  .array(fc.constantFrom('', 'a', 'b', '- c', '+ d', '@@'), { maxLength: 30 })
  .chain((lines) => fc.constantFrom('', '\n').map((end) => lines.join('\n') + end));

test('whoever applies it to the old text has the new one', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      assert.equal(applied(before, unifiedDiff(before, after, names)), after);
    }),
    { numRuns: 500 },
  );
});

test('texts of many thousand lines that share nothing do not take for ever', () => {
  const lines = (mark: string): string =>
    Array.from({ length: 20_000 }, (_, at) => `${mark}${at}\n`).join('');
  assert.equal(unifiedDiff(lines('a'), lines('b'), names).length, 2 + 1 + 40_000);
});

/** What `patch` does: copies what no hunk speaks of, and takes the new lines of each hunk. */
function applied(before: string, diff: readonly string[]): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const made: string[] = [];
  let at = 0;
  for (const line of endedLines(diff.slice(2))) {
    const start = startOf(line) ?? at;
    made.push(...old.slice(at, start));
    at = start;
    if (/^[ +]/.test(line)) made.push(line.slice(1));
    if (/^[ -]/.test(line)) at += 1;
  }
  return [...made, ...old.slice(at)].join('');
}

/** Where the head of a hunk leads to; lines of a hunk begin with a mark. */
function startOf(line: string): number | undefined {
  const head = /^@@ -(\d+)(?:,(\d+))? \+[\d,]+ @@\n$/.exec(line);
  return head === null ? undefined : Number(head[1]) - (head[2] === '0' ? 0 : 1);
}

/** Each line with its end, but for what is told to have none. */
function endedLines(diff: readonly string[]): readonly string[] {
  return diff
    .map((line, index) => (diff[index + 1]?.startsWith('\\') === true ? line : `${line}\n`))
    .filter((line) => !line.startsWith('\\'));
}
