import type { Clock } from '../lib/clock.ts';
import type { AttackProtectionSettings } from '../tenant/index.ts';
import type { AttemptCounters } from './attempt-counters.ts';
import type { Connection } from './connection.ts';
import {
  addressKeyOf,
  identifierKeyOf,
  isInForce,
  type LoginLimit,
  loginLimits,
  toldKeyOf,
  underIdentifier,
} from './login-limits.ts';
import { signUpAddressKey } from './throttles.ts';

/** Who attack protection refuses at present; an operator may look at it, and end it. */
export interface LoginBlocks {
  /**
   * From where nobody can log in under an identifier: networks, and null for everywhere.
   *
   * @param isInForceOnly whether those count that are not enforced, since protection is off
   */
  at(connection: Connection, identifier: string, isInForceOnly: boolean): Promise<readonly (string | null)[]>;
  /** Forgets the failures at an identifier; false when there were none. */
  lift(connection: Pick<Connection, 'id'>, identifier: string): Promise<boolean>;
  /** Whether somebody at this address may not log in, or not sign up. */
  isAddressBlocked(ip: string): Promise<boolean>;
  /** Forgets what was counted against an address; false when it was nothing. */
  liftAddress(ip: string): Promise<boolean>;
}

export interface LoginBlocksNeeds {
  readonly counters: AttemptCounters;
  readonly clock: Clock;
  /** The one that attack protection makes its keys with. */
  readonly key: Uint8Array;
  settings(): Promise<AttackProtectionSettings>;
}

// More is an attack by a whole botnet, of which nobody reads a list.
const mostShown = 1_000;

export function createLoginBlocks(needs: LoginBlocksNeeds): LoginBlocks {
  const { counters, clock, key } = needs;
  return {
    async at(connection, identifier, isInForceOnly) {
      const { byBoth, byIdentifier } = loginLimits(await needs.settings(), connection, null);
      const now = clock.now();
      const everywhere = identifierKeyOf(key, connection.id, identifier);
      const prefix = underIdentifier(everywhere);
      const mayCount = ({ isUsed, holds }: LoginLimit): boolean => isUsed && (holds || !isInForceOnly);
      const single = mayCount(byBoth)
        ? await counters.listUnder(prefix, { atLeast: byBoth.failures, limit: mostShown, now })
        : [];
      const [count = 0] = await counters.read([everywhere], now);
      const isEverywhere = mayCount(byIdentifier) && count >= byIdentifier.failures;
      return [...single.map((each) => each.key.slice(prefix.length)), ...(isEverywhere ? [null] : [])];
    },
    async lift({ id }, identifier) {
      const everywhere = identifierKeyOf(key, id, identifier);
      const [count = 0] = await counters.read([everywhere], clock.now());
      await counters.clear([everywhere, toldKeyOf(everywhere)]);
      const singly = await counters.clearUnder(underIdentifier(everywhere));
      await counters.clearUnder(toldKeyOf(underIdentifier(everywhere)));
      return count > 0 || singly > 0;
    },
    async isAddressBlocked(ip) {
      const { suspiciousIpThrottling: throttling } = await needs.settings();
      if (!isInForce(throttling, ip)) return false;
      const [logIns = 0, signUps = 0] = await counters.read(addressKeys(key, ip), clock.now());
      return logIns >= throttling.logIn.maxAttempts || signUps >= throttling.signUp.maxAttempts;
    },
    async liftAddress(ip) {
      const keys = addressKeys(key, ip);
      const counts = await counters.read(keys, clock.now());
      await counters.clear([...keys, ...keys.map(toldKeyOf)]);
      return counts.some((count) => count > 0);
    },
  };
}

/** Of failed logins, and of sign-ups. */
function addressKeys(key: Uint8Array, ip: string): readonly string[] {
  return [addressKeyOf(key, ip), signUpAddressKey(key, ip)];
}
