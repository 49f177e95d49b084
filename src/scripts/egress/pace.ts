/** Connections and look-ups of one process: twenty times what a busy legacy system sees in logins. */
const turnsPerSecond = 1_000;
const burstMs = 2_000;

/**
 * Makes a function that waits when it is called more than 1,000 times a second for longer than two seconds:
 * a script that does nothing but connect must not keep the server busy. `now` in milliseconds, monotonic.
 */
export function createPace(now: () => number): () => Promise<void> {
  let spentUntil = 0;
  return async () => {
    spentUntil = Math.max(spentUntil, now()) + 1_000 / turnsPerSecond;
    const waitMs = spentUntil - now() - burstMs;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
}
