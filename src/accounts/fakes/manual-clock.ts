import type { Clock } from '../../lib/clock.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves time forward; whoever waited for an instant that has come goes on, the earliest first. */
  advance(milliseconds: number): void;
  /** The instants that are waited for, the earliest first. */
  waitedFor(): readonly number[];
}

/** A manual clock that begins at a date of no meaning, or at the instant given (milliseconds since the Unix epoch). */
export function createManualClock(startMs: number = Date.UTC(2030, 0, 1)): ManualClock {
  let now = startMs;
  let waiters: readonly { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    waitUntil: async (at) => {
      if (at <= now) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters = [...waiters, { at, wake: resolve }].sort((a, b) => a.at - b.at);
      await promise;
    },
    advance: (milliseconds) => {
      now += milliseconds;
      const due = waiters.filter(({ at }) => at <= now);
      waiters = waiters.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    },
    waitedFor: () => waiters.map(({ at }) => at),
  };
}
