import { setTimeout as delay } from 'node:timers/promises';

// Ten attempts with these pauses span about two seconds: longer than any of our transactions holds a lock, short
// enough that a caller is still there.
const mostAttempts = 10;
const firstPauseMs = 4;
const longestPauseMs = 500;

/** Runs the work again, a bounded number of times, while it fails with something that passes by itself. */
export async function retrying<T>(
  engine: { isRetryable(error: unknown): boolean },
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= mostAttempts || !engine.isRetryable(error)) throw error;
      const pauseMs = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
      // Half of the pause is chance, so that two that got in each other's way do not meet again.
      await delay(pauseMs * (0.5 + Math.random() / 2));
    }
  }
}
