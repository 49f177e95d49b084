import type { Clock } from '../lib/clock.ts';
import type { AccountsRepositories, AccountsStore } from './accounts-store.ts';
import type { AttackProtection } from './attack-protection.ts';
import { type LegacyCallFacts, legacyFacts } from './event.ts';
import type { LegacyAnswer, LegacyDirectory } from './legacy-directory.ts';
import type { LogInAttempt, Verdict } from './login-attempt.ts';
import { contextOf } from './login-events.ts';
import { newMigratedUser } from './new-migrated-user.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { type LegacyResolution, resolveLegacy } from './resolve-legacy.ts';
import type { User } from './user.ts';
import { verifyLocally } from './verify-locally.ts';

export interface MigrateNeeds {
  readonly store: AccountsStore;
  readonly legacy: LegacyDirectory;
  readonly passwords: PasswordHasher;
  readonly attackProtection: Pick<AttackProtection, 'succeeded'>;
  readonly clock: Clock;
  readonly digestKey: Uint8Array;
}

/**
 * Asks the legacy system about a user who is not here. When it says yes, creates the user with its password hash, both
 * metadata and its first login in one transaction. Of two first logins at the same instant the store's unique keys
 * choose one; the other finds the user present and is verified locally.
 */
export async function migrate(needs: MigrateNeeds, attempt: LogInAttempt): Promise<Verdict> {
  const { connection, identifier, password } = attempt;
  const answer = await needs.legacy.authenticate(connection, identifier.trim(), password);
  if (answer.answer !== 'profile') return withoutProfile(needs, password, answer);
  const passwordHash = await needs.passwords.hash(password);
  const admission = await needs.attackProtection.succeeded(attempt);
  if (!admission.admitted) return { verdict: 'turned-away', admission };
  const resolution = await needs.store.transact((tx) =>
    createIfMigratable(needs, attempt, tx, answer, passwordHash),
  );
  if (resolution.answer === 'created') return { verdict: 'migrated', user: resolution.user };
  if (resolution.answer === 'absent') return unknownUser(legacyFacts(answer));
  if (resolution.answer !== 'present') return troubled(resolution, answer);
  const { user } = resolution;
  const stored = (await needs.store.passwordHashes.find(user.userId)) ?? null;
  return verifyLocally(needs, password, { user, passwordHash: stored });
}

function unknownUser(legacy: LegacyCallFacts): Verdict {
  return { verdict: 'wrong', user: null, event: { kind: 'login-unknown-user', legacy } };
}

/** The legacy system does not vouch for this pair; nobody and a wrong password cost the same hash (S1). */
async function withoutProfile(
  { passwords }: MigrateNeeds,
  password: string,
  answer: Exclude<LegacyAnswer, { answer: 'profile' }>,
): Promise<Verdict> {
  const legacy = legacyFacts(answer);
  switch (answer.answer) {
    case 'absent':
      await passwords.verifyNobody(password);
      if (!answer.known) return unknownUser(legacy);
      return { verdict: 'wrong', user: null, event: { kind: 'login-wrong-password', legacy } };
    case 'refused': {
      await passwords.verifyNobody(password);
      const { code, message } = answer;
      return {
        verdict: 'undecided',
        outcome: { outcome: 'refused', code, message },
        event: { kind: 'login-refused-by-script', code, legacy },
      };
    }
    case 'unavailable':
      return {
        verdict: 'undecided',
        outcome: { outcome: 'unavailable', retryAfterSeconds: answer.retryAfterSeconds },
        event: { kind: 'legacy-unavailable', reason: answer.reason, legacy },
      };
    case 'fault':
      return {
        verdict: 'undecided',
        outcome: { outcome: 'script-fault' },
        event: { kind: 'script-fault', script: answer.script, reason: answer.reason, legacy },
      };
  }
}

type Created = { readonly answer: 'created'; readonly user: User };

async function createIfMigratable(
  needs: MigrateNeeds,
  attempt: LogInAttempt,
  tx: AccountsRepositories,
  answer: LegacyAnswer,
  passwordHash: string,
): Promise<LegacyResolution | Created> {
  const connection = await tx.connections.find(attempt.connection.id);
  if (connection === undefined) return { answer: 'absent', known: false, ...legacyFacts(answer) }; // deleted meanwhile
  const resolution = await resolveLegacy(tx, attempt.connection, answer);
  if (resolution.answer !== 'migratable') return resolution;
  const at = needs.clock.now();
  const legacy = legacyFacts(answer);
  const migrated = newMigratedUser(connection.id, resolution, { how: 'migrated-at-login', at, legacy });
  const login = { lastLoginAt: at, lastIp: attempt.source.ip, loginsCount: 1 };
  const user = migrated.blocked ? migrated : { ...migrated, ...login };
  const written = await tx.users.insert(user, passwordHash);
  if (!written.done) return resolveLegacy(tx, attempt.connection, answer); // another login was faster: look again
  for (const { id } of resolution.lifted) await tx.tombstones.remove(id);
  const context = contextOf(needs.digestKey, attempt, user);
  await tx.events.record({ ...context, kind: 'user-migrated', by: 'login', legacy });
  if (!user.blocked) {
    await tx.events.record({ ...context, kind: 'login-succeeded', grant: attempt.grant, migrated: true });
  }
  return { answer: 'created', user };
}

/** The password may be right there, but the user is not to be created: the same answer as a wrong one. */
function troubled(
  resolution: Exclude<LegacyResolution, { answer: 'present' }>,
  answer: LegacyCallFacts,
): Verdict {
  if (!('advice' in resolution)) throw new Error(`a profile cannot resolve to "${resolution.answer}"`);
  const { answer: trouble, advice, userId } = resolution;
  return {
    verdict: 'wrong',
    user: null,
    event: { kind: 'legacy-user-not-migrated', trouble, advice, userId, legacy: legacyFacts(answer) },
  };
}
