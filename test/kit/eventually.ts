import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 5;

/** Asks until the answer is yes, and resolves with how many milliseconds that took; rejects when it takes too long. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  { within: withinMs, what }: { readonly within: number; readonly what: string },
): Promise<number> {
  const began = performance.now();
  for (;;) {
    if (await isSo()) return performance.now() - began;
    if (performance.now() - began > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(pollMs);
  }
}
