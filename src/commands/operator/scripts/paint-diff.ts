import type { Output } from '../terminal/output.ts';
import type { Paint } from '../terminal/paint.ts';
import { safeLines } from '../terminal/safe-text.ts';

/** Shows a unified diff, in colours where there are some. */
export function showDiff(say: Output, lines: readonly string[]): void {
  for (const line of lines) {
    const paint = paintOf(line);
    say.line(paint === undefined ? safeLines(line) : say.paint(paint, safeLines(line)));
  }
}

function paintOf(line: string): Paint | undefined {
  if (line.startsWith('--- ') || line.startsWith('+++ ')) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : undefined;
}
