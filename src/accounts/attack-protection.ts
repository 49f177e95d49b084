import type { Clock } from '../lib/clock.ts';
import type { AttackProtectionSettings } from '../tenant/index.ts';
import type { AttemptCounters } from './attempt-counters.ts';
import type { Connection } from './connection.ts';
import {
  type LoginLimit,
  limitNames,
  loginKeys,
  loginLimits,
  type OfEachLimit,
  toldKeyOf,
} from './login-limits.ts';
import type { RefusalDoor } from './refusal-clock.ts';

/** Who tries: the connection, the identifier as typed, and the address that the request came from. */
export interface CountedAttempt {
  readonly connection: Connection;
  readonly identifier: string;
  readonly source: { readonly ip: string | null };
}

export type Admission = { readonly admitted: true } | TurnedAway;

export interface TurnedAway {
  readonly admitted: false;
  readonly limit: 'identifier' | 'address' | 'waiting';
  readonly retryAfterSeconds: number;
  /** The first of its window: a flood of refusals is one event and not a flood of events. */
  readonly isNews: boolean;
}

/** Slows attackers: counts failures by address, by identifier, and by both, with and without an account behind. */
export interface AttackProtection {
  /** Asked before any look-up. */
  admit(attempt: CountedAttempt): Promise<Admission>;
  /** A wrong password or an unknown user. Guesses made at the same time are held to the same limit. */
  failed(attempt: CountedAttempt): Promise<Admission>;
  /** A right password: forgets this address's failures, unless the limit was reached while it was being checked. */
  succeeded(attempt: CountedAttempt): Promise<Admission>;
  /** An outage or a fault of the legacy side is not the user's; who provokes it is counted by address (S9). */
  legacyFailed(attempt: CountedAttempt): Promise<void>;
  /** Too many wait for an answer at this door already, whoever they are. */
  crowded(door: RefusalDoor): TurnedAway;
}

const admitted: Admission = { admitted: true };
const crowdIsNewsEveryMs = 60_000;

/** What is in force for an attempt, and under which keys it counts. */
interface Measured {
  readonly limits: OfEachLimit<LoginLimit>;
  readonly keys: OfEachLimit<string>;
}

export interface AttackProtectionNeeds {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  /** Makes the counters' keys digests, so that the table names nobody. */
  readonly key: Uint8Array;
  /** What the operator has set. */
  settings(): Promise<AttackProtectionSettings>;
}

export function createAttackProtection(needs: AttackProtectionNeeds): AttackProtection {
  const { counters, clock, key } = needs;
  const known = new WeakMap<CountedAttempt, Measured>();
  const crowdToldAt = new Map<RefusalDoor, number>();

  /** An attempt is looked up before and after its password is checked, by the same limits and keys. */
  async function measure(attempt: CountedAttempt): Promise<Measured> {
    const before = known.get(attempt);
    if (before !== undefined) return before;
    const { connection, identifier, source } = attempt;
    const measured = {
      limits: loginLimits(await needs.settings(), connection, source.ip),
      keys: loginKeys(key, connection.id, identifier, source.ip),
    };
    known.set(attempt, measured);
    return measured;
  }

  async function countsOf({ keys }: Measured): Promise<readonly number[]> {
    return counters.read(
      limitNames.map((name) => keys[name]),
      clock.now(),
    );
  }

  /** @param counts the failures before this try, in the order of the limits */
  async function judge({ limits, keys }: Measured, counts: readonly number[]): Promise<Admission> {
    const reached = limitNames.find(
      (name, index) => limits[name].holds && (counts[index] ?? 0) >= limits[name].failures,
    );
    if (reached === undefined) return admitted;
    const { name: limit, windowMs } = limits[reached];
    const refusals = await counters.increment(toldKeyOf(keys[reached]), windowMs, clock.now());
    return {
      admitted: false,
      limit,
      retryAfterSeconds: Math.ceil(windowMs / 1000), // what is left of it would tell when others tried
      isNews: refusals === 1,
    };
  }

  return {
    async admit(attempt) {
      const measured = await measure(attempt);
      return judge(measured, await countsOf(measured));
    },
    async failed(attempt) {
      const measured = await measure(attempt);
      const before: number[] = [];
      for (const name of limitNames) {
        const { windowMs } = measured.limits[name];
        before.push((await counters.increment(measured.keys[name], windowMs, clock.now())) - 1);
      }
      return judge(measured, before);
    },
    async succeeded(attempt) {
      const measured = await measure(attempt);
      const counts = await countsOf(measured);
      const admission = await judge(measured, counts);
      if (admission.admitted) await forget(counters, measured, counts);
      return admission;
    },
    async legacyFailed(attempt) {
      const { keys, limits } = await measure(attempt);
      await counters.increment(keys.byAddress, limits.byAddress.windowMs, clock.now());
    },
    crowded(door) {
      const toldAt = crowdToldAt.get(door) ?? Number.NEGATIVE_INFINITY;
      const isNews = clock.now() - toldAt >= crowdIsNewsEveryMs;
      if (isNews) crowdToldAt.set(door, clock.now());
      return { admitted: false, limit: 'waiting', retryAfterSeconds: 1, isNews };
    },
  };
}

/**
 * A right password ends the count of the failures before it (NIST SP 800-63B 5.2.2), as narrowly as failures are counted:
 * a user's own logins do not hide a guesser elsewhere.
 */
async function forget(
  counters: AttemptCounters,
  { limits, keys }: Measured,
  counts: readonly number[],
): Promise<void> {
  const narrowest = limits.byIdentifier.holds && !limits.byBoth.holds ? 'byIdentifier' : 'byBoth';
  const isThere = (name: 'byBoth' | 'byIdentifier'): boolean => (counts[limitNames.indexOf(name)] ?? 0) > 0;
  const ended = [...new Set(['byBoth', narrowest] as const)].filter(isThere);
  if (ended.length > 0) await counters.clear(ended.map((name) => keys[name]));
}
