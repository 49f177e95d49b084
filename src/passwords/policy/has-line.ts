const newline = 0x0a;

/** Whether a line is among lines that are sorted by their UTF-8 bytes and each end with a newline: a binary search. */
export function hasLine(lines: Uint8Array, line: string): boolean {
  const wanted = Buffer.from(line);
  let from = 0;
  let to = lines.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const start = lineStart(lines, middle, from);
    const end = lines.indexOf(newline, middle);
    const order = wanted.compare(lines, start, end);
    if (order === 0) return true;
    if (order < 0) to = start;
    else from = end + 1;
  }
  return false;
}

function lineStart(lines: Uint8Array, within: number, lowest: number): number {
  let start = within;
  while (start > lowest && lines[start - 1] !== newline) start -= 1;
  return start;
}
