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
}

export interface ThrottleNeeds {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  /** Makes the counters' keys digests, so that the table names nobody. */
  readonly key: Uint8Array;
}

interface Counted {
  readonly limit: LimitName;
  readonly most: number;
  readonly key: string;
}

/** A throttle whose counters all nodes share. Who is turned away has taken nothing. */
export function createThrottle<What>(
  { counters, clock, key }: ThrottleNeeds,
  { name, windowMs, limits }: Limits<What>,
): Throttle<What> {
  function countersOf(what: What): readonly Counted[] {
    return limits.flatMap(({ name: limit, most, counts }) => {
      const counted = counts(what);
      if (counted === null) return [];
      return [{ limit, most, key: keyedDigest(key, JSON.stringify([name, limit, ...counted])) }];
    });
  }

  async function giveBack(taken: readonly Counted[]): Promise<void> {
    for (const each of taken) await counters.decrement(each.key, clock.now());
  }

  async function turnAway({ limit, key: counter }: Counted): Promise<NoPlace> {
    const times = await counters.increment(`told ${counter}`, windowMs, clock.now());
    // What is left of the window would tell when others tried.
    return { admitted: false, limit, retryAfterSeconds: windowMs / 1000, isNews: times === 1 };
  }

  return {
    async take(what) {
      const all = countersOf(what);
      const before = await counters.read(
        all.map((each) => each.key),
        clock.now(),
      );
      const full = all.find(({ most }, index) => (before[index] ?? 0) >= most);
      if (full !== undefined) return turnAway(full);
      const taken: Counted[] = [];
      for (const each of all) {
        taken.push(each);
        if ((await counters.increment(each.key, windowMs, clock.now())) <= each.most) continue;
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
