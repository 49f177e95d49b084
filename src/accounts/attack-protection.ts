import type { Clock } from '../lib/clock.ts';
import { keyedDigest } from '../lib/keyed-digest.ts';
import type { AttemptCounters } from './attempt-counters.ts';
import type { Connection } from './connection.ts';
import { foldedIdentifier } from './folded-identifier.ts';

/** Who tries: the connection, the identifier as typed, and the address that the request came from. */
export interface CountedAttempt {
  readonly connection: Connection;
  readonly identifier: string;
  readonly source: { readonly ip: string | null };
}

export type Admission =
  | { readonly admitted: true }
  | {
      readonly admitted: false;
      readonly limit: 'identifier' | 'address';
      readonly retryAfterSeconds: number;
    };

/** Slows attackers: counts failures by address, and by identifier and address, with and without an account behind. */
export interface AttackProtection {
  /** Asked before any look-up. */
  admit(attempt: CountedAttempt): Promise<Admission>;
  /** A wrong password or an unknown user. Guesses made at the same time are held to the same limit. */
  failed(attempt: CountedAttempt): Promise<Admission>;
  /** A right password: forgets the identifier's failures, unless the limit was reached while it was being checked. */
  succeeded(attempt: CountedAttempt): Promise<Admission>;
  /** An outage or a fault of the legacy side is not the user's; who provokes it is counted by address (S9). */
  legacyFailed(attempt: CountedAttempt): Promise<void>;
}

interface CounterKeys {
  readonly byIdentifier: string;
  readonly byAddress: string;
}

// Ten tries and a quarter of an hour: NIST SP 800-63B 5.2.2 allows a hundred, Auth0 ships ten.
const identifierLimit = { failures: 10, windowMs: 15 * 60_000 };
// Offices and mobile carriers share an address; Auth0 starts to throttle at a hundred failures.
const addressLimit = { failures: 100, windowMs: 60 * 60_000 };
const admitted: Admission = { admitted: true };

/** @param needs `key` makes the counters' keys digests, so that the table names nobody */
export function createAttackProtection(needs: {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  readonly key: Uint8Array;
}): AttackProtection {
  const { counters, clock, key } = needs;
  const keys = new WeakMap<CountedAttempt, CounterKeys>();

  /** An attempt is looked up before and after its password is checked: its keys are made once. */
  function keysOf(attempt: CountedAttempt): CounterKeys {
    const { connection, identifier, source } = attempt;
    const known = keys.get(attempt) ?? {
      byIdentifier: keyedDigest(
        key,
        JSON.stringify([connection.id, foldedIdentifier(identifier), source.ip]),
      ),
      byAddress: keyedDigest(key, `address ${source.ip}`),
    };
    keys.set(attempt, known);
    return known;
  }

  function judge(attempt: CountedAttempt, byIdentifier: number, byAddress: number): Admission {
    if (byAddress >= addressLimit.failures) return refusedBy('address', addressLimit.windowMs);
    const counted = attempt.connection.options.bruteForceProtection;
    if (counted && byIdentifier >= identifierLimit.failures)
      return refusedBy('identifier', identifierLimit.windowMs);
    return admitted;
  }

  async function look(attempt: CountedAttempt): Promise<{ admission: Admission; byIdentifier: number }> {
    const { byIdentifier: identifierKey, byAddress: addressKey } = keysOf(attempt);
    const [byIdentifier = 0, byAddress = 0] = await counters.read([identifierKey, addressKey], clock.now());
    return { admission: judge(attempt, byIdentifier, byAddress), byIdentifier };
  }

  return {
    admit: async (attempt) => (await look(attempt)).admission,
    async failed(attempt) {
      const now = clock.now();
      const byIdentifier = await counters.increment(
        keysOf(attempt).byIdentifier,
        identifierLimit.windowMs,
        now,
      );
      const byAddress = await counters.increment(keysOf(attempt).byAddress, addressLimit.windowMs, now);
      return judge(attempt, byIdentifier - 1, byAddress - 1); // this try itself was within the limit
    },
    async succeeded(attempt) {
      const { admission, byIdentifier } = await look(attempt);
      if (admission.admitted && byIdentifier > 0) await counters.clear([keysOf(attempt).byIdentifier]);
      return admission;
    },
    async legacyFailed(attempt) {
      await counters.increment(keysOf(attempt).byAddress, addressLimit.windowMs, clock.now());
    },
  };
}

/** The window's whole length is told: how much of it is left would tell when others tried. */
function refusedBy(limit: 'identifier' | 'address', windowMs: number): Admission {
  return { admitted: false, limit, retryAfterSeconds: windowMs / 1000 };
}
