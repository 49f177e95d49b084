import { isInRanges } from '../lib/address-list.ts';
import { keyedDigest } from '../lib/keyed-digest.ts';
import { networkOf } from '../lib/network-of.ts';
import type { AttackProtectionSettings, AttemptRate } from '../tenant/index.ts';
import type { Connection } from './connection.ts';
import { foldedIdentifier } from './folded-identifier.ts';

/** One of the limits on failed logins, as it is in force for an attempt. */
export interface LoginLimit {
  readonly name: 'identifier' | 'address';
  readonly failures: number;
  readonly windowMs: number;
  /** Whether the mode that is set counts so. */
  readonly isUsed: boolean;
  /** Whether whoever has reached it is refused. */
  readonly holds: boolean;
}

/** The limits, and the keys under which their failures are counted. */
export type OfEachLimit<T> = Readonly<Record<'byAddress' | 'byBoth' | 'byIdentifier', T>>;

/** In which order they are looked at. */
export const limitNames = ['byAddress', 'byBoth', 'byIdentifier'] as const;

const minuteMs = 60_000;
/** One identifier from everywhere: NIST SP 800-63B 5.2.2 allows a hundred; no person mistypes so often in an hour. */
const mostFromEverywhere = 100;

/** The limits for somebody at an address who tries identifiers of a connection. */
export function loginLimits(
  { bruteForceProtection, suspiciousIpThrottling }: AttackProtectionSettings,
  { options }: Pick<Connection, 'options'>,
  ip: string | null,
): OfEachLimit<LoginLimit> {
  const { mode, maxAttempts } = bruteForceProtection;
  const isTogether = mode === 'identifier';
  const holds = options.bruteForceProtection && isInForce(bruteForceProtection, ip);
  return {
    byAddress: {
      name: 'address',
      failures: suspiciousIpThrottling.logIn.maxAttempts,
      windowMs: windowOf(suspiciousIpThrottling.logIn),
      isUsed: true,
      holds: isInForce(suspiciousIpThrottling, ip),
    },
    byBoth: {
      name: 'identifier',
      failures: maxAttempts,
      windowMs: 15 * minuteMs,
      isUsed: !isTogether,
      holds: holds && !isTogether,
    },
    byIdentifier: {
      name: 'identifier',
      failures: isTogether ? maxAttempts : mostFromEverywhere,
      windowMs: 60 * minuteMs,
      isUsed: true,
      holds,
    },
  };
}

/** Whether a protection refuses somebody at this address. */
export function isInForce(
  {
    enabled,
    blocks,
    allowlist,
  }: { readonly enabled: boolean; readonly blocks: boolean; readonly allowlist: readonly string[] },
  ip: string | null,
): boolean {
  return enabled && blocks && !(ip !== null && isInRanges(ip, allowlist));
}

/** The time in which the attempts of a rate are used up and granted again. */
export function windowOf({ maxAttempts, rateMs }: AttemptRate): number {
  return maxAttempts * rateMs;
}

/**
 * The keys of the counters: digests, so that the table names nobody. The network stands behind the identifier's digest,
 * for an operator is told from where an identifier is blocked.
 */
export function loginKeys(
  key: Uint8Array,
  connectionId: string,
  identifier: string,
  ip: string | null,
): OfEachLimit<string> {
  const byIdentifier = identifierKeyOf(key, connectionId, identifier);
  return {
    byAddress: addressKeyOf(key, ip),
    byBoth: underIdentifier(byIdentifier) + (ip === null ? '' : networkOf(ip)),
    byIdentifier,
  };
}

/** The key of the failures from one address. */
export function addressKeyOf(key: Uint8Array, ip: string | null): string {
  return keyedDigest(key, `address ${ip === null ? '' : networkOf(ip)}`);
}

/** The key of the failures at one identifier. */
export function identifierKeyOf(key: Uint8Array, connectionId: string, identifier: string): string {
  return keyedDigest(key, JSON.stringify([connectionId, foldedIdentifier(identifier)]));
}

/** What the keys of the failures at one identifier from single addresses begin with; the network follows. */
export function underIdentifier(identifierKey: string): string {
  return `${identifierKey} `;
}

/** The key that counts how often somebody was told of a limit. */
export function toldKeyOf(limitKey: string): string {
  return `told ${limitKey}`;
}
