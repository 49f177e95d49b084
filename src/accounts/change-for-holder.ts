import type { AccountsRepositories } from './accounts-store.ts';
import { changePassword } from './change-password.ts';
import type { Source } from './event.ts';
import { identifierKey } from './identifier.ts';
import { isStillBound } from './new-ticket.ts';
import type { Ticket } from './ticket.ts';
import type { User } from './user.ts';

export interface HolderChange {
  readonly user: User;
  readonly passwordHash: string;
  readonly source: Source;
  readonly at: number;
}

export type HolderChangeOutcome =
  | { readonly outcome: 'changed'; readonly resultUrl: string | null }
  | { readonly outcome: 'gone' };

/**
 * Consumes a ticket and changes the password of its holder, in the caller's transaction, while all that the ticket is
 * bound to still holds (S11).
 */
export async function consumeAndChange(
  tx: AccountsRepositories,
  ticket: Ticket,
  change: HolderChange,
): Promise<HolderChangeOutcome> {
  const user = await tx.users.findToChange(change.user.userId);
  if (user === undefined || !isHolder(ticket, user)) return { outcome: 'gone' };
  if ((await tx.tickets.consume(ticket.id, change.at)) === undefined) return { outcome: 'gone' };
  return changeForHolder(tx, ticket, change);
}

/** Changes the password of the holder of a ticket that the caller's transaction has consumed. */
export async function changeForHolder(
  tx: AccountsRepositories,
  ticket: Ticket,
  { user: seen, passwordHash, source, at }: HolderChange,
): Promise<HolderChangeOutcome> {
  const user = await tx.users.findToChange(seen.userId);
  if (user === undefined || !isHolder(ticket, user)) return { outcome: 'gone' };
  await changePassword(tx, user, {
    passwordHash,
    at,
    by: 'ticket',
    actor: { clientId: ticket.clientId, source },
    emailVerified: ticket.markEmailVerified || user.emailVerified,
    languages: ticket.languages,
  });
  return { outcome: 'changed', resultUrl: ticket.resultUrl };
}

/**
 * Whether a ticket is for this user, as it is now. One made for somebody in the legacy system is also good for the user
 * that has been migrated from it since.
 */
export function isHolder(ticket: Ticket, user: User): boolean {
  return ticket.userId === null ? isMigratedSince(ticket, user) : isStillBound(ticket, user);
}

/** Somebody who signed up meanwhile, or has set a password since, is not whom the link was meant for. */
function isMigratedSince(
  ticket: Ticket,
  { origin, email, lastPasswordChangeAt, connectionId }: User,
): boolean {
  return (
    origin.how === 'migrated-at-login' &&
    origin.at >= ticket.createdAt &&
    lastPasswordChangeAt === null &&
    connectionId === ticket.connectionId &&
    email !== null &&
    identifierKey(email) === identifierKey(ticket.email)
  );
}
