import type { SegueProcess } from '../kit/segue-process.ts';

/** Every point that a killable Segue has passed, in order. */
export function pointsOf({ lines }: Pick<SegueProcess, 'lines'>): readonly string[] {
  return lines.filter((line) => line.startsWith('{"point":')).map((line) => JSON.parse(line).point);
}

// Three times as many processes, to see for oneself that no point of the others leaves anything else behind.
export const wantsAll = process.env['SEGUE_TEST_KILL_AT_ALL_POINTS'] === '1';

/**
 * The points that are worth a process each. A statement that only reads leaves nothing behind, and neither does a begin:
 * the instants before and after it are one. The instant after a write is the one before the next write, script call or
 * commit, which stands for both. Kept on both sides are script calls, commits, and the last write of all.
 * `SEGUE_TEST_KILL_AT_ALL_POINTS=1` takes every point, and every command of every letter.
 */
export function instantsIn(points: readonly string[]): readonly string[] {
  if (wantsAll) return points;
  const telling = points.filter((point) => !/^\w+ (?:begin|statement: select)\b/.test(point));
  return telling.filter(
    (point, index) => !/^after statement/.test(point) || !telling[index + 1]?.startsWith('before '),
  );
}
