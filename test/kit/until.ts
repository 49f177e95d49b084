import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits until something is so; the test's own time limit is the bound. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}
