import type { Clock } from '../lib/clock.ts';
import type { RefreshTokenPolicy } from '../tenant/index.ts';

/** The time of a clock in whole seconds since the Unix epoch, as tokens tell it. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}

/**
 * How long a refresh token lives from now, in seconds: until it has lain idle for too long, and at most as long as the
 * family, which began with the login. Both times are seconds since the Unix epoch. Zero or less: it has ended.
 */
export function secondsToLive(
  { idleLifetimeSeconds, lifetimeSeconds }: RefreshTokenPolicy,
  began: number,
  now: number,
): number {
  return Math.min(idleLifetimeSeconds, began + lifetimeSeconds - now);
}
