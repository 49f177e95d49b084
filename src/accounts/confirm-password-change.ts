import type { AccountsStore } from './accounts-store.ts';
import { consumeAndChange } from './change-for-holder.ts';
import { isMigrationActive } from './connection.ts';
import { identifierKey, isAcceptablePassword } from './identifier.ts';
import { judgeNewPassword } from './judge-new-password.ts';
import { migrateWithNewPassword } from './migrate-with-new-password.ts';
import type {
  Confirmation,
  ConfirmPasswordChangeNeeds,
  ConfirmPasswordChangeOutcome,
  NewPasswordForm,
} from './password-change.ts';
import { type Ticket, ticketSecretDigest } from './ticket.ts';
import type { User } from './user.ts';

/**
 * Sets the password that the holder of a link wants. A user who is here gets it in place of the old one; somebody who is
 * only in the legacy system is created here with it, and with all that the Get User script tells (F11). The ticket is
 * consumed in the transaction of the change, or not at all (S11).
 *
 * @throws HashQueueFull
 */
export async function confirmPasswordChange(
  needs: ConfirmPasswordChangeNeeds,
  { secret, password, source }: NewPasswordForm,
): Promise<ConfirmPasswordChangeOutcome> {
  const ticket = await needs.store.tickets.findByDigest(ticketSecretDigest(secret), needs.clock.now());
  if (ticket?.purpose !== 'password-change') return { outcome: 'gone' };
  const connection = await needs.store.connections.find(ticket.connectionId);
  if (connection === undefined) return { outcome: 'gone' };
  if (!isAcceptablePassword(password)) return { outcome: 'invalid-password' };
  const confirmation: Confirmation = { ticket, connection, password, source };
  const user = await holderHere(needs.store, ticket);
  if (user !== undefined) return confirmHere(needs, confirmation, user);
  if (ticket.userId !== null || !isMigrationActive(connection)) return { outcome: 'gone' };
  return migrateWithNewPassword(needs, confirmation);
}

async function confirmHere(
  needs: ConfirmPasswordChangeNeeds,
  { ticket, connection, password, source }: Confirmation,
  user: User,
): Promise<ConfirmPasswordChangeOutcome> {
  const refusal = await judgeNewPassword(needs, password, connection, user);
  if (refusal !== undefined) return refusal;
  const passwordHash = await needs.passwords.hash(password);
  return needs.store.transact((tx) =>
    consumeAndChange(tx, ticket, { user, passwordHash, source, at: needs.clock.now() }),
  );
}

/** The user here whom a ticket is for. One made for a legacy user is also good for who was migrated from it since. */
async function holderHere({ users }: AccountsStore, ticket: Ticket): Promise<User | undefined> {
  if (ticket.userId !== null) return users.find(ticket.userId);
  return users.findByIdentifier(ticket.connectionId, identifierKey(ticket.email));
}
