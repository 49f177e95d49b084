/** A line of a diff: kept, taken away or added. */
interface Change {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

const contextLines = 3;

/** Above this many comparisons two texts count as having nothing in common: nobody reads such a diff. */
const mostComparisons = 25_000_000;

/**
 * The lines of a unified diff, as `diff -u` writes them; none when the texts are the same.
 *
 * @param names of the old and the new text
 */
export function unifiedDiff(
  before: string,
  after: string,
  names: readonly [string, string],
): readonly string[] {
  if (before === after) return [];
  const changes = changesBetween(linesOf(before), linesOf(after));
  return [
    `--- ${names[0]}`,
    `+++ ${names[1]}`,
    ...hunksOf(changes).flatMap((hunk) => hunkLines(changes, hunk)),
  ];
}

const unended = '\\ No newline at end of file';

/** A last line without an end is another line than one with it, and says so. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}\n${unended}`];
}

function changesBetween(before: readonly string[], after: readonly string[]): readonly Change[] {
  let start = 0;
  const shortest = Math.min(before.length, after.length);
  while (start < shortest && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const keep = (line: string): Change => ({ mark: ' ', line });
  return [
    ...before.slice(0, start).map(keep),
    ...changesInside(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(keep),
  ];
}

/** By the longest common subsequence. */
function changesInside(before: readonly string[], after: readonly string[]): readonly Change[] {
  if (before.length * after.length > mostComparisons) {
    return [...marked(before, '-'), ...marked(after, '+')];
  }
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const isSame = before[i] === after[j];
      common[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    const [old = '', fresh = ''] = [before[i], after[j]];
    if (old === fresh) {
      changes.push({ mark: ' ', line: old });
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      changes.push({ mark: '-', line: old });
      i += 1;
    } else {
      changes.push({ mark: '+', line: fresh });
      j += 1;
    }
  }
  return [...changes, ...marked(before.slice(i), '-'), ...marked(after.slice(j), '+')];
}

function marked(lines: readonly string[], mark: Change['mark']): readonly Change[] {
  return lines.map((line) => ({ mark, line }));
}

interface Hunk {
  readonly from: number;
  readonly to: number;
}

/** Changes with what stands around them; those whose surroundings touch are one. */
function hunksOf(changes: readonly Change[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, { mark }] of changes.entries()) {
    if (mark === ' ') continue;
    const last = hunks.at(-1);
    const from = Math.max(0, index - contextLines);
    const to = Math.min(changes.length, index + contextLines + 1);
    if (last !== undefined && from <= last.to) hunks[hunks.length - 1] = { from: last.from, to };
    else hunks.push({ from, to });
  }
  return hunks;
}

function hunkLines(changes: readonly Change[], { from, to }: Hunk): readonly string[] {
  const count = (part: readonly Change[], other: '-' | '+'): number =>
    part.filter(({ mark }) => mark !== other).length;
  const [head, body] = [changes.slice(0, from), changes.slice(from, to)];
  const range = (other: '-' | '+'): string => {
    const length = count(body, other);
    const start = count(head, other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${start}` : `${start},${length}`;
  };
  return [
    `@@ -${range('+')} +${range('-')} @@`,
    ...body.flatMap(({ mark, line }) => {
      const [text = '', remark] = line.split('\n');
      return remark === undefined ? [mark + text] : [mark + text, remark];
    }),
  ];
}
