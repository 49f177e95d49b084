import type { Clock } from '../lib/clock.ts';
import { type Connection, isMigrationActive } from './connection.ts';

/**
 * One clock for refusals (S1): on a connection in import mode every refusal is answered at the next multiple of T since
 * its arrival, so that the clock does not tell a wrong local password from a wrong legacy one or from nobody at all.
 */
export interface RefusalClock {
  /** False when so many refusals wait already that a new attempt must be turned away before any look-up. */
  hasRoom(): boolean;
  /** Resolves when a refusal of an attempt that arrived at `arrivedAtMs` may be answered. Holds no other resource. */
  wait(connection: Connection, arrivedAtMs: number): Promise<void>;
}

const coldPeriodMs = 300;
const longestPeriodMs = 1_000; // people and HTTP clients bear a second; more would be an outage of its own
const stepMs = 50;
const mostWaiting = 2_000; // a waiter is a timer and an open request, about 10 kB
const samplesForStep = 128;
const stepsDownPerSteps = 8; // T falls slowly, since a T that follows load would itself tell something

interface Observed {
  durationsMs: number[];
  quietRounds: number;
}

/** @param needs `savePeriod` keeps T with the connection, where all nodes read it */
export function createRefusalClock(needs: {
  readonly clock: Clock;
  readonly savePeriod: (connectionId: string, periodMs: number) => Promise<void>;
}): RefusalClock {
  const { clock, savePeriod } = needs;
  const observed = new Map<string, Observed>();
  let waiting = 0;
  return {
    hasRoom: () => waiting < mostWaiting,
    async wait(connection, arrivedAtMs) {
      if (!isMigrationActive(connection)) return;
      const periodMs = connection.refusalPeriodMs ?? coldPeriodMs;
      const tookMs = clock.now() - arrivedAtMs;
      const nextPeriodMs = observe(observed, connection.id, tookMs, periodMs);
      waiting += 1;
      try {
        if (nextPeriodMs !== periodMs) await savePeriod(connection.id, nextPeriodMs);
        await clock.waitUntil(arrivedAtMs + (Math.floor(tookMs / periodMs) + 1) * periodMs);
      } finally {
        waiting -= 1;
      }
    },
  };
}

/** Notes how long a refusal's work took and returns the T that should hold from now on: at most one step away. */
function observe(all: Map<string, Observed>, connectionId: string, tookMs: number, periodMs: number): number {
  const seen = all.get(connectionId) ?? { durationsMs: [], quietRounds: 0 };
  all.set(connectionId, seen);
  seen.durationsMs.push(tookMs);
  if (seen.durationsMs.length < samplesForStep) return periodMs;
  const wantedMs = (percentile99(seen.durationsMs) * 5) / 4;
  seen.durationsMs = [];
  if (wantedMs > periodMs) {
    seen.quietRounds = 0;
    return Math.min(periodMs + stepMs, longestPeriodMs);
  }
  seen.quietRounds = wantedMs < periodMs - stepMs ? seen.quietRounds + 1 : 0;
  if (seen.quietRounds < stepsDownPerSteps) return periodMs;
  seen.quietRounds = 0;
  return Math.max(periodMs - stepMs, coldPeriodMs);
}

function percentile99(durationsMs: readonly number[]): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}
