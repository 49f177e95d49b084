import type { Clock } from '../lib/clock.ts';
import { keyedDigest } from '../lib/keyed-digest.ts';
import type { TurnedAway } from './attack-protection.ts';
import type { AttemptCounters } from './attempt-counters.ts';

/** Bounds how often something may happen, whether anybody is behind it or not. */
export interface Throttle<What> {
  /** Takes a place for what is about to happen. Of many at the same time no more get one than there are. */
  take(what: What): Promise<Place | NoPlace>;
}

export interface Place {
  readonly admitted: true;
  /** For what did not happen after all, or is not to be counted under this limit. */
  giveBack(limit?: LimitName): Promise<void>;
}

type LimitName = Exclude<TurnedAway['limit'], 'waiting'>;

export interface NoPlace extends TurnedAway {
  readonly limit: LimitName;
}

export interface Limits<What> {
  /** Keeps two throttles apart. */
  readonly name: string;
  readonly windowMs: number;
  readonly limits: readonly Limit<What>[];
}

export interface Limit<What> {
  readonly name: LimitName;
  /** Within a window. */
  readonly most: number;
  /** What is counted together; `null` is not counted. */
  readonly counts: (what: What) => readonly string[] | null;
  /** What the operator has set in place of `most` and the window; null: it is not to be counted. */
  readonly asSet?: (what: What) => Promise<Allowance | null>;
}

/** So many within a window. */
export interface Allowance {
  readonly most: number;
  readonly windowMs: number;
}

export interface ThrottleNeeds {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  /** Makes the counters' keys digests, so that the table names nobody. */
  readonly key: Uint8Array;
}

interface Counted extends Allowance {
  readonly limit: LimitName;
  readonly key: string;
}

/** The key of a counter: a digest of what is counted together under a throttle's limit. */
export function throttleKey(key: Uint8Array, counted: readonly string[]): string {
  return keyedDigest(key, JSON.stringify(counted));
}

/** A throttle whose counters all nodes share. Who is turned away has taken nothing. */
export function createThrottle<What>(
  { counters, clock, key }: ThrottleNeeds,
  { name, windowMs, limits }: Limits<What>,
): Throttle<What> {
  async function counterOf(
    { name: limit, most, counts, asSet }: Limit<What>,
    what: What,
  ): Promise<readonly Counted[]> {
    const counted = counts(what);
    const allowance = asSet === undefined ? { most, windowMs } : await asSet(what);
    if (counted === null || allowance === null) return [];
    return [{ limit, ...allowance, key: throttleKey(key, [name, limit, ...counted]) }];
  }

  async function countersOf(what: What): Promise<readonly Counted[]> {
    return (await Promise.all(limits.map((limit) => counterOf(limit, what)))).flat();
  }

  async function giveBack(taken: readonly Counted[]): Promise<void> {
    for (const each of taken) await counters.decrement(each.key, clock.now());
  }

  async function turnAway({ limit, key: counter, windowMs: ms }: Counted): Promise<NoPlace> {
    const times = await counters.increment(`told ${counter}`, ms, clock.now());
    // What is left of the window would tell when others tried.
    return { admitted: false, limit, retryAfterSeconds: Math.ceil(ms / 1000), isNews: times === 1 };
  }

  return {
    async take(what) {
      const all = await countersOf(what);
      const before = await counters.read(
        all.map((each) => each.key),
        clock.now(),
      );
      const full = all.find(({ most }, index) => (before[index] ?? 0) >= most);
      if (full !== undefined) return turnAway(full);
      const taken: Counted[] = [];
      for (const each of all) {
        taken.push(each);
        if ((await counters.increment(each.key, each.windowMs, clock.now())) <= each.most) continue;
        await giveBack(taken); // others were faster
        return turnAway(each);
      }
      return {
        admitted: true,
        giveBack: (limit) => giveBack(taken.filter((each) => limit === undefined || each.limit === limit)),
      };
    },
  };
}
