/**
 * Finds the T of S1 for each connection: above the 99th percentile of *each* kind of refusal, so that many quick refusals
 * of one kind cannot bring it below the slow ones of another.
 */
export interface RefusalPeriods {
  /** Notes how long a refusal's work took; returns the T that should hold from now on, at most one step away. */
  observe(connectionId: string, seen: Observation): number;
}

/** Whose work a refusal was: a local verification, the legacy system's, or a hash for nobody. */
export type Whereabouts = 'user-here' | 'legacy' | 'nobody';

interface Observation {
  readonly periodMs: number;
  readonly tookMs: number;
  readonly whereabouts: Whereabouts;
}

interface Kind {
  /** Of the round that is under way. */
  durationsMs: number[];
  /** The T that the last whole round asks for; undefined before there was one. */
  wantedMs: number | undefined;
}

interface Seen {
  readonly here: Kind;
  readonly legacy: Kind;
  quietRounds: number;
}

/** T of a connection that was not measured yet, and the shortest there is. */
export const coldPeriodMs = 300;
const longestMs = 1_000; // people and HTTP clients bear a second; more would be an outage of its own
const stepMs = 50;
const roundLength = 128;
const margin = 5 / 4; // 0.8 T is the most that the slowest hundredth should come near
const quietRoundsPerStep = 8; // T falls slowly, since a T that follows load would itself tell something

export function createRefusalPeriods(): RefusalPeriods {
  const connections = new Map<string, Seen>();
  return {
    observe(connectionId, { periodMs, tookMs, whereabouts }) {
      const seen = connections.get(connectionId) ?? { here: newKind(), legacy: newKind(), quietRounds: 0 };
      connections.set(connectionId, seen);
      const kind = whereabouts === 'legacy' ? seen.legacy : seen.here;
      kind.durationsMs.push(tookMs);
      if (kind.durationsMs.length < roundLength) return periodMs;
      kind.wantedMs = percentile99(kind.durationsMs) * margin;
      kind.durationsMs = [];
      return kind.wantedMs > periodMs ? rise(seen, periodMs) : fall(seen, periodMs);
    },
  };
}

function rise(seen: Seen, periodMs: number): number {
  seen.quietRounds = 0;
  return Math.min(periodMs + stepMs, longestMs);
}

/** T falls only when every kind was seen and none of them needs it so long. */
function fall(seen: Seen, periodMs: number): number {
  const { here, legacy } = seen;
  const wantedMs = Math.max(here.wantedMs ?? longestMs, legacy.wantedMs ?? longestMs);
  seen.quietRounds = wantedMs < periodMs - stepMs ? seen.quietRounds + 1 : 0;
  if (seen.quietRounds < quietRoundsPerStep) return periodMs;
  seen.quietRounds = 0;
  return Math.max(periodMs - stepMs, coldPeriodMs);
}

function newKind(): Kind {
  return { durationsMs: [], wantedMs: undefined };
}

function percentile99(durationsMs: readonly number[]): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}
