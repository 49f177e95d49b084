import type { AccountsRepositories } from './accounts-store.ts';
import { changeForHolder, consumeAndChange } from './change-for-holder.ts';
import { endAllOf } from './end-all-of.ts';
import { type AccountEvent, legacyFacts } from './event.ts';
import { judgeNewPassword } from './judge-new-password.ts';
import type { LegacyAnswer } from './legacy-directory.ts';
import { noticeJob } from './letter-job.ts';
import { newMigratedUser } from './new-migrated-user.ts';
import type {
  Confirmation,
  ConfirmPasswordChangeNeeds,
  ConfirmPasswordChangeOutcome,
} from './password-change.ts';
import { type PasswordChangeHolder, resolveForPasswordChange } from './resolve-for-password-change.ts';

/**
 * Creates somebody who is only in the legacy system, with the new password and all that the Get User script tells (F11).
 * The script is asked again: since the link was sent the legacy user may have been deleted or renamed.
 *
 * @throws HashQueueFull
 */
export async function migrateWithNewPassword(
  needs: ConfirmPasswordChangeNeeds,
  confirmation: Confirmation,
): Promise<ConfirmPasswordChangeOutcome> {
  const { ticket, connection, password } = confirmation;
  const answer = await needs.legacy.find(connection, ticket.email);
  if (answer.answer === 'profile') {
    const refusal = await judgeNewPassword(needs, password, connection, answer.profile);
    if (refusal !== undefined) return refusal;
  }
  const passwordHash = answer.answer === 'profile' ? await needs.passwords.hash(password) : '';
  return needs.store.transact((tx) => settle(needs, tx, confirmation, { answer, passwordHash }));
}

interface Found {
  readonly answer: LegacyAnswer;
  readonly passwordHash: string;
}

async function settle(
  needs: ConfirmPasswordChangeNeeds,
  tx: AccountsRepositories,
  confirmation: Confirmation,
  found: Found,
): Promise<ConfirmPasswordChangeOutcome> {
  const { ticket, source } = confirmation;
  const { answer, passwordHash } = found;
  const connection = await tx.connections.find(ticket.connectionId);
  if (connection === undefined) return { outcome: 'gone' };
  const holder = await resolveForPasswordChange(tx, connection, ticket.email, answer);
  switch (holder.is) {
    case 'legacy-user':
      return create(needs, tx, confirmation, holder, found);
    case 'user': // a login was faster
      return consumeAndChange(tx, ticket, { user: holder.user, passwordHash, source, at: needs.clock.now() });
    case 'nobody':
      await record(tx, confirmation, {
        kind: 'password-change-refused',
        reason: holder.advice ?? holder.why,
      });
      return { outcome: 'gone' };
    case 'unavailable':
      await record(tx, confirmation, {
        kind: 'legacy-unavailable',
        reason: holder.reason,
        legacy: legacyFacts(answer),
      });
      return { outcome: 'unavailable', retryAfterSeconds: holder.retryAfterSeconds };
    case 'fault': {
      const { script, reason } = holder;
      await record(tx, confirmation, { kind: 'script-fault', script, reason, legacy: legacyFacts(answer) });
      return { outcome: 'script-fault' };
    }
  }
}

async function create(
  { clock }: ConfirmPasswordChangeNeeds,
  tx: AccountsRepositories,
  confirmation: Confirmation,
  holder: Extract<PasswordChangeHolder, { is: 'legacy-user' }>,
  { answer, passwordHash }: Found,
): Promise<ConfirmPasswordChangeOutcome> {
  const { ticket, connection, source } = confirmation;
  const at = clock.now();
  if ((await tx.tickets.consume(ticket.id, at)) === undefined) return { outcome: 'gone' };
  const legacy = legacyFacts(answer);
  const migrated = newMigratedUser(connection.id, holder, { how: 'migrated-at-password-change', at, legacy });
  const emailVerified = migrated.emailVerified || ticket.markEmailVerified;
  const user = { ...migrated, emailVerified, lastPasswordChangeAt: at };
  const written = await tx.users.insert(user, passwordHash);
  if (!written.done) {
    const now = await resolveForPasswordChange(tx, connection, ticket.email, answer); // a login was faster: look again
    if (now.is !== 'user') return { outcome: 'gone' };
    return changeForHolder(tx, ticket, { user: now.user, passwordHash, source, at });
  }
  for (const { id } of holder.lifted) await tx.tombstones.remove(id);
  await endAllOf(tx, user);
  const { userId } = user;
  await record(tx, confirmation, { kind: 'user-migrated', by: 'password-change', legacy, userId });
  await record(tx, confirmation, { kind: 'password-changed', by: 'ticket', userId });
  const { languages } = ticket;
  await tx.jobs.add(noticeJob('password-changed', user, { to: holder.email, at, languages }));
  return { outcome: 'changed', resultUrl: ticket.resultUrl };
}

async function record(
  tx: AccountsRepositories,
  { ticket, connection, source }: Confirmation,
  event: AccountEvent,
): Promise<void> {
  const { id: connectionId, name: connectionName } = connection;
  const { clientId, email: identifier } = ticket;
  await tx.events.record({ source, clientId, connectionId, connectionName, identifier, ...event });
}
