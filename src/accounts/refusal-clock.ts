import type { Clock } from '../lib/clock.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { coldPeriodMs, createRefusalPeriods, type Whereabouts } from './refusal-periods.ts';

/**
 * One clock for refusals (S1): on a connection in import mode every refusal is answered at the next multiple of T since
 * its arrival, so that the clock does not tell a wrong local password from a wrong legacy one or from nobody at all.
 */
export interface RefusalClock {
  /** False when so many refusals wait already that a new attempt must be turned away before any look-up. */
  hasRoom(): boolean;
  /** Resolves when a refusal may be answered. Holds no other resource. */
  wait(connection: Connection, refused: Refused): Promise<void>;
}

/** When a refused attempt arrived, and whose work its refusal was. */
export interface Refused {
  readonly arrivedAt: number;
  readonly whereabouts: Whereabouts;
}

const mostWaiting = 2_000; // a waiter is a timer and an open request, about 10 kB

/** @param needs `savePeriod` keeps T with the connection, where all nodes read it */
export function createRefusalClock(needs: {
  readonly clock: Clock;
  readonly savePeriod: (connectionId: string, periodMs: number) => Promise<void>;
}): RefusalClock {
  const { clock, savePeriod } = needs;
  const periods = createRefusalPeriods();
  let waiting = 0;
  return {
    hasRoom: () => waiting < mostWaiting,
    async wait(connection, { arrivedAt, whereabouts }) {
      if (!isMigrationActive(connection)) return;
      const periodMs = connection.refusalPeriodMs ?? coldPeriodMs;
      const tookMs = clock.now() - arrivedAt;
      const nextPeriodMs = periods.observe(connection.id, { periodMs, tookMs, whereabouts });
      waiting += 1;
      try {
        if (nextPeriodMs !== periodMs) await savePeriod(connection.id, nextPeriodMs);
        await clock.waitUntil(arrivedAt + (Math.floor(tookMs / periodMs) + 1) * periodMs);
      } finally {
        waiting -= 1;
      }
    },
  };
}
