import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { legacyFacts } from './event.ts';
import { identifierKey, isLooseEmail } from './identifier.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { holderHere, holderInLegacy, newTicket, type TicketHolder, type TicketNeeds } from './new-ticket.ts';
import { eventOfNobody, resolveForPasswordChange } from './resolve-for-password-change.ts';
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
  /** Whether `resultUrl` is told the address, as the parameter `email`. */
  readonly emailInResultUrl?: boolean;
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
 * the legacy system only, whom the Get User script finds by the same address; why it did not leaves an event.
 */
export async function createTicket(
  needs: CreateTicketNeeds,
  order: TicketOrder,
  actor: Actor,
): Promise<CreateTicketOutcome> {
  const lookedAt = needs.clock.now();
  const found = await find(needs, order, actor);
  if (found.outcome !== 'found') return found;
  const { holder: _asOrdered, emailInResultUrl = false, resultUrl, ...rest } = order;
  const { holder } = found;
  const ticket = newTicket(needs, {
    ...rest,
    ...holder,
    resultUrl: resultUrl !== null && emailInResultUrl ? withEmail(resultUrl, holder.email) : resultUrl,
    languages: [],
    createdAt: lookedAt, // who logs in for the first time meanwhile has migrated since, and the link is theirs
  });
  return needs.store.transact(async (tx) => {
    if (!(await tx.tickets.insert(ticket))) return { outcome: 'no-such-user' };
    const { purpose, connectionId, userId, email: identifier } = ticket;
    const connectionName = (await tx.connections.find(connectionId))?.name ?? null;
    const context = { ...actor, connectionId, connectionName, userId, identifier };
    await tx.events.record({ kind: 'ticket-created', purpose, ...context });
    return { outcome: 'created', secret: ticketSecret(needs.ticketKey, ticket.id) };
  });
}

/** As Auth0 has it. What is no URL leads nowhere and stays as it is. */
function withEmail(resultUrl: string, email: string): string {
  const url = URL.parse(resultUrl);
  url?.searchParams.set('email', email);
  return url?.href ?? resultUrl;
}

async function find(
  needs: CreateTicketNeeds,
  { holder, purpose }: TicketOrder,
  actor: Actor,
): Promise<Found> {
  if ('userId' in holder) return foundUser(await needs.store.users.find(holder.userId));
  const connection = await needs.store.connections.find(holder.connectionId);
  if (connection === undefined) return { outcome: 'no-such-connection' };
  if (!isLooseEmail(holder.email)) return { outcome: 'no-such-user' }; // nor does a script hear of it (S5)
  const email = holder.email.trim();
  const user = await needs.store.users.findByIdentifier(connection.id, identifierKey(email));
  if (user !== undefined || purpose !== 'password-change' || !isMigrationActive(connection)) {
    return foundUser(user);
  }
  return findInLegacy(needs, connection, email, actor);
}

async function findInLegacy(
  { store, legacy }: CreateTicketNeeds,
  connection: Connection,
  email: string,
  actor: Actor,
): Promise<Found> {
  const answer = await legacy.find(connection, email);
  const holder = await store.transact((tx) => resolveForPasswordChange(tx, connection, email, answer));
  if (holder.is === 'legacy-user')
    return { outcome: 'found', holder: holderInLegacy(connection.id, holder.email) };
  if (holder.is === 'user') return foundUser(holder.user);
  const { id: connectionId, name: connectionName } = connection;
  const event = eventOfNobody(holder, legacyFacts(answer));
  await store.events.record({ ...event, ...actor, connectionId, connectionName, identifier: email });
  switch (holder.is) {
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
