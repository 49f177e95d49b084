import type { Clock } from '../lib/clock.ts';
import type { AccountsStore, StoredCredentials } from './accounts-store.ts';
import type { AttackProtection, TurnedAway } from './attack-protection.ts';
import { isMigrationActive } from './connection.ts';
import type { AccountEvent } from './event.ts';
import { areAcceptableCredentials, identifierKey } from './identifier.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import type { LogInAttempt, LogInOutcome, Verdict } from './login-attempt.ts';
import { contextOf } from './login-events.ts';
import { migrate } from './migrate.ts';
import { HashQueueFull, type PasswordHasher } from './password-hasher.ts';
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
 */
export async function logIn(needs: LogInNeeds, attempt: LogInAttempt): Promise<LogInOutcome> {
  const arrivedAt = needs.clock.now();
  if (!needs.passwords.hasRoom()) return { outcome: 'busy', retryAfterSeconds: 1 };
  if (!needs.refusals.hasRoom('log-in')) {
    return turnAway(needs, attempt, needs.attackProtection.crowded('log-in'));
  }
  const admission = await needs.attackProtection.admit(attempt);
  if (!admission.admitted) return turnAway(needs, attempt, admission);

  const whereabouts = await lookUp(needs, attempt);
  const verdict = await judge(needs, attempt, whereabouts);
  const outcome = await conclude(needs, attempt, verdict);
  if (refusals.has(outcome.outcome)) {
    const refused = { door: 'log-in', arrivedAt, whereabouts: whereabouts.of } as const;
    await needs.refusals.wait(attempt.connection, refused);
  }
  return outcome;
}

type Whereabouts =
  | { readonly of: 'user-here'; readonly credentials: StoredCredentials }
  | { readonly of: 'legacy' | 'nobody' };

async function lookUp({ store }: LogInNeeds, attempt: LogInAttempt): Promise<Whereabouts> {
  const { connection, identifier, password } = attempt;
  if (!areAcceptableCredentials(identifier, password)) return { of: 'nobody' };
  const credentials = await store.users.findCredentials(connection.id, identifierKey(identifier));
  if (credentials !== undefined) return { of: 'user-here', credentials };
  return { of: isMigrationActive(connection) ? 'legacy' : 'nobody' };
}

async function judge(needs: LogInNeeds, attempt: LogInAttempt, whereabouts: Whereabouts): Promise<Verdict> {
  const { password } = attempt;
  try {
    if (whereabouts.of === 'user-here') return await verifyLocally(needs, password, whereabouts.credentials);
    if (whereabouts.of === 'legacy') return await migrate(needs, attempt);
    await needs.passwords.verifyNobody(password);
    return { verdict: 'wrong', user: null, event: { kind: 'login-unknown-user' } };
  } catch (error) {
    if (!(error instanceof HashQueueFull)) throw error;
    return { verdict: 'busy', retryAfterSeconds: error.retryAfterSeconds }; // waits like a refusal (S1)
  }
}

async function conclude(needs: LogInNeeds, attempt: LogInAttempt, verdict: Verdict): Promise<LogInOutcome> {
  switch (verdict.verdict) {
    case 'right':
      return admit(needs, attempt, verdict.user);
    case 'migrated':
      if (verdict.user.blocked) return block(needs, attempt, verdict.user);
      return { outcome: 'authenticated', user: verdict.user, migrated: true };
    case 'wrong':
      return refuse(needs, attempt, verdict.event, verdict.user);
    case 'undecided':
      return concludeUndecided(needs, attempt, verdict);
    case 'turned-away':
      return turnAway(needs, attempt, verdict.admission);
    case 'busy':
      return { outcome: 'busy', retryAfterSeconds: verdict.retryAfterSeconds };
  }
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
  return admission.admitted ? outcome : turnAway(needs, attempt, admission);
}

async function admit(needs: LogInNeeds, attempt: LogInAttempt, user: User): Promise<LogInOutcome> {
  const admission = await needs.attackProtection.succeeded(attempt);
  if (!admission.admitted) return turnAway(needs, attempt, admission);
  if (user.blocked) return block(needs, attempt, user);
  const login = { at: needs.clock.now(), ip: attempt.source.ip, credentialVersion: user.credentialVersion };
  const stillTrue = await needs.store.transact(async (tx) => {
    const counted = await tx.users.recordLogin(user.userId, login);
    const event: AccountEvent = { kind: 'login-succeeded', grant: attempt.grant, migrated: false };
    if (counted) await tx.events.record({ ...contextOf(needs.digestKey, attempt, user), ...event });
    return counted;
  });
  if (stillTrue) return { outcome: 'authenticated', user, migrated: false };
  return refuse(needs, attempt, { kind: 'login-wrong-password' }, user); // changed since it was verified (S6)
}

async function block(needs: LogInNeeds, attempt: LogInAttempt, user: User): Promise<LogInOutcome> {
  await record(needs, attempt, { kind: 'login-blocked' }, user);
  return { outcome: 'blocked' };
}

async function refuse(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  event: AccountEvent,
  user: User | null,
): Promise<LogInOutcome> {
  const admission = await needs.attackProtection.failed(attempt);
  await record(needs, attempt, event, user);
  return admission.admitted ? { outcome: 'wrong-credentials' } : turnAway(needs, attempt, admission);
}

async function turnAway(
  needs: LogInNeeds,
  attempt: LogInAttempt,
  { limit, retryAfterSeconds, isNews }: TurnedAway,
): Promise<LogInOutcome> {
  if (isNews) await record(needs, attempt, { kind: 'login-too-many-attempts', limit }, null);
  return { outcome: 'too-many-attempts', limit, retryAfterSeconds };
}

async function record(
  { store, digestKey }: LogInNeeds,
  attempt: LogInAttempt,
  event: AccountEvent,
  user: User | null,
): Promise<void> {
  await store.events.record({ ...contextOf(digestKey, attempt, user), ...event });
}

/** What is answered by the clock: after the look-up its own time would tell what was looked up (S1). */
const refusals: ReadonlySet<LogInOutcome['outcome']> = new Set([
  'wrong-credentials',
  'refused',
  'blocked',
  'too-many-attempts',
  'busy',
]);
