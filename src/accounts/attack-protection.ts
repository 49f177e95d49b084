import type { Clock } from '../lib/clock.ts';
import { keyedDigest } from '../lib/keyed-digest.ts';
import { networkOf } from '../lib/network-of.ts';
import type { AttemptCounters } from './attempt-counters.ts';
import type { Connection } from './connection.ts';
import { foldedIdentifier } from './folded-identifier.ts';
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

interface Limit {
  readonly name: 'identifier' | 'address';
  readonly failures: number;
  readonly windowMs: number;
  /** What is counted together. */
  readonly counts: (attempt: CountedAttempt) => string;
  readonly holds: (connection: Connection) => boolean;
}

const minuteMs = 60_000;
const address = ({ source }: CountedAttempt): string => (source.ip === null ? '' : networkOf(source.ip));
const identifier = ({ connection, identifier }: CountedAttempt): readonly string[] => [
  connection.id,
  foldedIdentifier(identifier),
];
const whereWanted = ({ options }: Connection): boolean => options.bruteForceProtection;

/** One identifier from one address: ten tries, as Auth0 has it. */
const byBoth: Limit = {
  name: 'identifier',
  failures: 10,
  windowMs: 15 * minuteMs,
  counts: (attempt) => JSON.stringify([...identifier(attempt), address(attempt)]),
  holds: whereWanted,
};
/** Offices and mobile carriers share an address; Auth0 starts to throttle at a hundred failures. */
const byAddress: Limit = {
  name: 'address',
  failures: 100,
  windowMs: 60 * minuteMs,
  counts: (attempt) => `address ${address(attempt)}`,
  holds: () => true,
};
/** One identifier from everywhere: NIST SP 800-63B 5.2.2 allows a hundred; no person mistypes so often in an hour. */
const byIdentifier: Limit = {
  name: 'identifier',
  failures: 100,
  windowMs: 60 * minuteMs,
  counts: (attempt) => JSON.stringify(identifier(attempt)),
  holds: whereWanted,
};
const limits = [byAddress, byBoth, byIdentifier] as const;

const admitted: Admission = { admitted: true };
const crowdIsNewsEveryMs = minuteMs;

/** @param needs `key` makes the counters' keys digests, so that the table names nobody */
export function createAttackProtection(needs: {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  readonly key: Uint8Array;
}): AttackProtection {
  const { counters, clock, key } = needs;
  const known = new WeakMap<CountedAttempt, readonly string[]>();
  const crowdToldAt = new Map<RefusalDoor, number>();

  /** An attempt is looked up before and after its password is checked: its keys are made once. */
  function keysOf(attempt: CountedAttempt): readonly string[] {
    const keys = known.get(attempt) ?? limits.map(({ counts }) => keyedDigest(key, counts(attempt)));
    known.set(attempt, keys);
    return keys;
  }

  function keyOf(attempt: CountedAttempt, limit: Limit): string {
    return keysOf(attempt)[limits.indexOf(limit)] ?? '';
  }

  /** @param counts the failures before this try, in the order of the limits */
  async function judge(attempt: CountedAttempt, counts: readonly number[]): Promise<Admission> {
    const reached = limits.find(
      ({ holds, failures }, index) => holds(attempt.connection) && (counts[index] ?? 0) >= failures,
    );
    if (reached === undefined) return admitted;
    const refusals = await counters.increment(
      `told ${keyOf(attempt, reached)}`,
      reached.windowMs,
      clock.now(),
    );
    return {
      admitted: false,
      limit: reached.name,
      retryAfterSeconds: reached.windowMs / 1000, // what is left of it would tell when others tried
      isNews: refusals === 1,
    };
  }

  return {
    async admit(attempt) {
      return judge(attempt, await counters.read(keysOf(attempt), clock.now()));
    },
    async failed(attempt) {
      const before: number[] = [];
      for (const [index, countKey] of keysOf(attempt).entries()) {
        const { windowMs } = limits[index] ?? byAddress;
        before.push((await counters.increment(countKey, windowMs, clock.now())) - 1);
      }
      return judge(attempt, before);
    },
    async succeeded(attempt) {
      const counts = await counters.read(keysOf(attempt), clock.now());
      const admission = await judge(attempt, counts);
      const failedHere = (counts[limits.indexOf(byBoth)] ?? 0) > 0;
      if (admission.admitted && failedHere) await counters.clear([keyOf(attempt, byBoth)]); // NIST 800-63B 5.2.2
      return admission;
    },
    async legacyFailed(attempt) {
      await counters.increment(keyOf(attempt, byAddress), byAddress.windowMs, clock.now());
    },
    crowded(door) {
      const toldAt = crowdToldAt.get(door) ?? Number.NEGATIVE_INFINITY;
      const isNews = clock.now() - toldAt >= crowdIsNewsEveryMs;
      if (isNews) crowdToldAt.set(door, clock.now());
      return { admitted: false, limit: 'waiting', retryAfterSeconds: 1, isNews };
    },
  };
}
