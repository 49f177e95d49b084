import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Admission, AttackProtection } from './attack-protection.ts';
import { isMigrationActive } from './connection.ts';
import type { AccountEvent } from './event.ts';
import { areAcceptableCredentials, identifierKey } from './identifier.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import type { LogInAttempt, LogInOutcome, Verdict } from './login-attempt.ts';
import { contextOf } from './login-events.ts';
import { migrate } from './migrate.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RefusalClock } from './refusal-clock.ts';
import type { User } from './user.ts';
import { verifyLocally } from './verify-locally.ts';

export interface LogInNeeds {
  readonly store: AccountsStore;
  readonly legacy: LegacyDirectory;
  readonly passwords: PasswordHasher;
  readonly attackProtection: AttackProtection;
  readonly refusals: RefusalClock;
  readonly clock: Clock;
  /** Makes digests of what must not stand in an event as typed. */
  readonly digestKey: Uint8Array;
}

/**
 * Logs a user in. The local store is asked first; a user who is there is checked against the local password only. A user
 * who is not there is asked of the legacy system while migration is active, and created here when it says yes.
 *
 * @throws HashQueueFull when more passwords wait than can be hashed in a useful time
 */
export async function logIn(needs: LogInNeeds, attempt: LogInAttempt): Promise<LogInOutcome> {
  const arrivedAt = needs.clock.now();
  if (!needs.refusals.hasRoom()) return tooMany(needs, attempt, 'waiting', 1);
  const admission = await needs.attackProtection.admit(attempt);
  if (!admission.admitted) return tooMany(needs, attempt, admission.limit, admission.retryAfterSeconds);

  const verdict = await judge(needs, attempt);
  const outcome = await conclude(needs, attempt, verdict);
  if (refusals.has(outcome.outcome)) await needs.refusals.wait(attempt.connection, arrivedAt);
  return outcome;
}

async function judge(needs: LogInNeeds, attempt: LogInAttempt): Promise<Verdict> {
  const { connection, identifier, password } = attempt;
  if (areAcceptableCredentials(identifier, password)) {
    const known = await needs.store.users.findCredentials(connection.id, identifierKey(identifier));
    if (known !== undefined) return verifyLocally(needs, password, known);
    if (isMigrationActive(connection)) return migrate(needs, attempt);
  }
  await needs.passwords.verifyNobody(password);
  return { verdict: 'wrong', user: null, event: { kind: 'login-unknown-user' } };
}

async function conclude(needs: LogInNeeds, attempt: LogInAttempt, verdict: Verdict): Promise<LogInOutcome> {
  if (verdict.verdict === 'undecided') {
    return concludeUndecided(needs, attempt, verdict);
  }
  if (verdict.verdict === 'right') return admit(needs, attempt, verdict);
  return refuse(needs, attempt, verdict.event, verdict.user);
}

/** A script's refusal may be its word for a wrong password, and counts as one; an outage or a fault counts by address. */
async function concludeUndecided(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  { outcome, event }: Extract<Verdict, { verdict: 'undecided' }>,
): Promise<LogInOutcome> {
  await record(needs, attempt, event, null);
  if (outcome.outcome !== 'refused') {
    await needs.attackProtection.legacyFailed(attempt);
    return outcome;
  }
  const admission = await needs.attackProtection.failed(attempt);
  if (admission.admitted) return outcome;
  return tooMany(needs, attempt, admission.limit, admission.retryAfterSeconds);
}

async function admit(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  { user, migrated }: Extract<Verdict, { verdict: 'right' }>,
): Promise<LogInOutcome> {
  const admission = await needs.attackProtection.succeeded(attempt);
  if (!admission.admitted) return tooMany(needs, attempt, admission.limit, admission.retryAfterSeconds);
  if (user.blocked) {
    await record(needs, attempt, { kind: 'login-blocked' }, user);
    return { outcome: 'blocked' };
  }
  const login = { at: needs.clock.now(), ip: attempt.source.ip, credentialVersion: user.credentialVersion };
  const stillTrue = await needs.store.transact(async (tx) => {
    const counted = await tx.users.recordLogin(user.userId, login);
    const event: AccountEvent = { kind: 'login-succeeded', grant: attempt.grant, migrated };
    if (counted) await tx.events.record({ ...contextOf(needs.digestKey, attempt, user), ...event });
    return counted;
  });
  if (stillTrue) return { outcome: 'authenticated', user, migrated };
  return refuse(needs, attempt, { kind: 'login-wrong-password' }, user); // changed since it was verified (S6)
}

async function refuse(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  event: AccountEvent,
  user: User | null,
): Promise<LogInOutcome> {
  const admission: Admission = await needs.attackProtection.failed(attempt);
  await record(needs, attempt, event, user);
  if (admission.admitted) return { outcome: 'wrong-credentials' };
  return tooMany(needs, attempt, admission.limit, admission.retryAfterSeconds);
}

async function tooMany(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  limit: 'identifier' | 'address' | 'waiting',
  retryAfterSeconds: number,
): Promise<LogInOutcome> {
  await record(needs, attempt, { kind: 'login-too-many-attempts', limit }, null);
  return { outcome: 'too-many-attempts', retryAfterSeconds };
}

async function record(
  { store, digestKey }: LogInNeeds,
  attempt: LogInAttempt,
  event: AccountEvent,
  user: User | null,
): Promise<void> {
  await store.events.record({ ...contextOf(digestKey, attempt, user), ...event });
}

const refusals: ReadonlySet<LogInOutcome['outcome']> = new Set([
  'wrong-credentials',
  'refused',
  'blocked',
  'too-many-attempts', // after the look-up: its own time would tell what was looked up
]);
