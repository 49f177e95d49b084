import type { Clock } from '../lib/clock.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { coldPeriodMs, createRefusalPeriods, type Whereabouts } from './refusal-periods.ts';

/**
 * One clock for refusals (S1): on a connection in import mode every refusal is answered at the next multiple of T since
 * its arrival, so that the clock does not tell a wrong local password from a wrong legacy one or from nobody at all.
 */
export interface RefusalClock {
  /** False when so many refusals of a door wait already that a new attempt must be turned away before any look-up. */
  hasRoom(door: RefusalDoor): boolean;
  /** Resolves when a refusal may be answered. Holds no other resource. */
  wait(connection: Connection, refused: Refused): Promise<void>;
}

/** Who may be refused. Each door has room of its own: a flood at one of them does not close the other. */
export type RefusalDoor = 'log-in' | 'sign-up';

/** When a refused attempt arrived and at which door, and whose work its refusal was. */
export interface Refused {
  readonly door: RefusalDoor;
  readonly arrivedAt: number;
  readonly whereabouts: Whereabouts;
}

// A waiter is a timer and an open request, about 10 kB. Who signs up does it once.
const mostWaiting: Readonly<Record<RefusalDoor, number>> = { 'log-in': 2_000, 'sign-up': 500 };

/** @param needs `savePeriod` keeps T with the connection, where all nodes read it */
export function createRefusalClock(needs: {
  readonly clock: Clock;
  readonly savePeriod: (connectionId: string, periodMs: number) => Promise<void>;
}): RefusalClock {
  const { clock, savePeriod } = needs;
  const periods = createRefusalPeriods();
  const waiting: Record<RefusalDoor, number> = { 'log-in': 0, 'sign-up': 0 };
  return {
    hasRoom: (door) => waiting[door] < mostWaiting[door],
    async wait(connection, { door, arrivedAt, whereabouts }) {
      if (!isMigrationActive(connection)) return;
      const periodMs = connection.refusalPeriodMs ?? coldPeriodMs;
      const tookMs = clock.now() - arrivedAt;
      const nextPeriodMs = periods.observe(connection.id, { periodMs, tookMs, whereabouts });
      waiting[door] += 1;
      try {
        if (nextPeriodMs !== periodMs) await savePeriod(connection.id, nextPeriodMs);
        await clock.waitUntil(arrivedAt + (Math.floor(tookMs / periodMs) + 1) * periodMs);
      } finally {
        waiting[door] -= 1;
      }
    },
  };
}
