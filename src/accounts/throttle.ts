import type { Clock } from '../lib/clock.ts';
import { keyedDigest } from '../lib/keyed-digest.ts';
import { networkOf } from '../lib/network-of.ts';
import type { AttemptCounters } from './attempt-counters.ts';
import type { Connection } from './connection.ts';
import type { Source } from './event.ts';
import { foldedIdentifier } from './folded-identifier.ts';

/** Bounds how often something may be asked for, by whom and about whom, whether anybody is behind it or not. */
export interface Throttle {
  admit(asked: Asked): Promise<Throttled>;
}

export interface Asked {
  readonly connection: Pick<Connection, 'id'>;
  readonly identifier: string;
  readonly source: Source;
}

export type Throttled =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

export interface ThrottleLimits {
  /** Keeps two throttles apart. */
  readonly name: string;
  readonly windowMs: number;
  readonly perIdentifier: number;
  readonly perNetwork: number;
}

const hourMs = 60 * 60_000;

/** Mails that people ask for: nobody needs the sixth in an hour, and a mailbox is not to be flooded. */
export const mailLimits: ThrottleLimits = {
  name: 'mail',
  windowMs: hourMs,
  perIdentifier: 5,
  perNetwork: 100, // offices and mobile carriers share an address
};

/** Sign-ups tell whether an address is taken (F10): as many as logins may fail. */
export const signUpLimits: ThrottleLimits = {
  name: 'sign-up',
  windowMs: hourMs,
  perIdentifier: 10,
  perNetwork: 100,
};

/** @param needs `key` makes the counters' keys digests, so that the table names nobody */
export function createThrottle(
  needs: { readonly counters: AttemptCounters; readonly clock: Clock; readonly key: Uint8Array },
  { name, windowMs, perIdentifier, perNetwork }: ThrottleLimits,
): Throttle {
  const { counters, clock, key } = needs;
  const count = (what: readonly string[]): Promise<number> =>
    counters.increment(keyedDigest(key, JSON.stringify([name, ...what])), windowMs, clock.now());
  return {
    async admit({ connection, identifier, source }) {
      const byNetwork = source.ip === null ? 0 : await count(['network', networkOf(source.ip)]);
      if (byNetwork > perNetwork) return { admitted: false, retryAfterSeconds: windowMs / 1000 };
      const byIdentifier = await count(['identifier', connection.id, foldedIdentifier(identifier)]);
      if (byIdentifier > perIdentifier) return { admitted: false, retryAfterSeconds: windowMs / 1000 };
      return { admitted: true };
    },
  };
}
