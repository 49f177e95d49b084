import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { identifierKey, isLooseEmail } from './identifier.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { holderHere, holderInLegacy, newTicket, type TicketHolder, type TicketNeeds } from './new-ticket.ts';
import { resolveForPasswordChange } from './resolve-for-password-change.ts';
import { type Ticket, ticketSecret } from './ticket.ts';
import type { User } from './user.ts';

export interface CreateTicketNeeds extends TicketNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
}

/** What an operator wants a link for: somebody who is here, or who has an address on a connection. */
export interface TicketOrder
  extends Pick<Ticket, 'purpose' | 'resultUrl' | 'clientId' | 'markEmailVerified'> {
  readonly holder: { readonly userId: string } | { readonly connectionId: string; readonly email: string };
  readonly lifetimeMs: number;
}

export type CreateTicketOutcome =
  | { readonly outcome: 'created'; readonly secret: string }
  | { readonly outcome: 'no-such-user' }
  | { readonly outcome: 'no-such-connection' }
  /** A link is bound to an address. */
  | { readonly outcome: 'no-address' }
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

type Found =
  | { readonly outcome: 'found'; readonly holder: TicketHolder }
  | Exclude<CreateTicketOutcome, { outcome: 'created' }>;

/**
 * Makes a link for an operator to hand over; nothing is mailed. One to change a password may be for somebody who is still in
 * the legacy system only, whom the Get User script finds by the same address.
 */
export async function createTicket(
  needs: CreateTicketNeeds,
  order: TicketOrder,
  actor: Actor,
): Promise<CreateTicketOutcome> {
  const found = await find(needs, order);
  if (found.outcome !== 'found') return found;
  const { holder, purpose, resultUrl, clientId, markEmailVerified, lifetimeMs } = { ...order, ...found };
  const ticket = newTicket(needs, {
    ...holder,
    purpose,
    resultUrl,
    clientId,
    markEmailVerified,
    lifetimeMs,
    languages: [],
  });
  return needs.store.transact(async (tx) => {
    if (!(await tx.tickets.insert(ticket))) return { outcome: 'no-such-user' };
    const { connectionId, userId, email: identifier } = ticket;
    await tx.events.record({ kind: 'ticket-created', purpose, ...actor, connectionId, userId, identifier });
    return { outcome: 'created', secret: ticketSecret(needs.ticketKey, ticket.id) };
  });
}

async function find(needs: CreateTicketNeeds, { holder, purpose }: TicketOrder): Promise<Found> {
  if ('userId' in holder) return foundUser(await needs.store.users.find(holder.userId));
  const connection = await needs.store.connections.find(holder.connectionId);
  if (connection === undefined) return { outcome: 'no-such-connection' };
  if (!isLooseEmail(holder.email)) return { outcome: 'no-such-user' }; // nor does a script hear of it (S5)
  const email = holder.email.trim();
  const user = await needs.store.users.findByIdentifier(connection.id, identifierKey(email));
  if (user !== undefined || purpose !== 'password-change' || !isMigrationActive(connection)) {
    return foundUser(user);
  }
  return findInLegacy(needs, connection, email);
}

async function findInLegacy(
  { store, legacy }: CreateTicketNeeds,
  connection: Connection,
  email: string,
): Promise<Found> {
  const answer = await legacy.find(connection, email);
  const holder = await store.transact((tx) => resolveForPasswordChange(tx, connection, email, answer));
  switch (holder.is) {
    case 'legacy-user':
      return { outcome: 'found', holder: holderInLegacy(connection.id, holder.email) };
    case 'user':
      return foundUser(holder.user);
    case 'nobody':
      return { outcome: 'no-such-user' };
    case 'unavailable':
      return { outcome: 'unavailable', retryAfterSeconds: holder.retryAfterSeconds };
    case 'fault':
      return { outcome: 'script-fault' };
  }
}

function foundUser(user: User | undefined): Found {
  if (user === undefined) return { outcome: 'no-such-user' };
  if (user.email === null) return { outcome: 'no-address' };
  return { outcome: 'found', holder: holderHere(user, user.email) };
}
