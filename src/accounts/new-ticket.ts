import type { Clock } from '../lib/clock.ts';
import { newObjectId } from '../lib/object-id.ts';
import type { AccountsRepositories } from './accounts-store.ts';
import { type Ticket, ticketSecret, ticketSecretDigest } from './ticket.ts';
import type { User } from './user.ts';

export interface TicketNeeds {
  readonly clock: Clock;
  /** What the secrets of tickets are derived with. */
  readonly ticketKey: Uint8Array;
}

export type TicketDraft = Omit<Ticket, 'id' | 'secretDigest' | 'createdAt' | 'expiresAt'> & {
  readonly lifetimeMs: number;
  /** Given where the ticket is made once for something that has an id. */
  readonly id?: string;
  /** Now, unless what the ticket is bound to was read earlier. */
  readonly createdAt?: number;
};

const hourMs = 60 * 60_000;

/** How long links live. A mail that people ask for is read soon; one that comes of its own accord may wait. */
export const ticketLifetimesMs = {
  'password-change': 24 * hourMs,
  'email-verification': 5 * 24 * hourMs, // as Auth0 has it
} as const;

/** A ticket to be stored: of its secret it holds a digest only (S11). */
export function newTicket({ clock, ticketKey }: TicketNeeds, draft: TicketDraft): Ticket {
  const { lifetimeMs, createdAt = clock.now(), id = newObjectId(createdAt), ...rest } = draft;
  return {
    ...rest,
    id,
    secretDigest: ticketSecretDigest(ticketSecret(ticketKey, id)),
    createdAt,
    expiresAt: createdAt + lifetimeMs,
  };
}

/** Whom a ticket is for, and what it is bound to. */
export type TicketHolder = Pick<Ticket, 'connectionId' | 'userId' | 'credentialVersion' | 'email'>;

/** A ticket for somebody who is here opens nothing once one of these has changed (S11). */
export function holderHere(user: User, email: string): TicketHolder {
  const { connectionId, userId, credentialVersion } = user;
  return { connectionId, userId, credentialVersion, email };
}

/** A ticket for somebody who is in the legacy system only is bound to the address. */
export function holderInLegacy(connectionId: string, email: string): TicketHolder {
  return { connectionId, userId: null, credentialVersion: null, email };
}

/** Whether the user that a ticket was made for is still as it was then. */
export function isStillBound(ticket: Ticket, user: User): boolean {
  return (
    user.userId === ticket.userId &&
    user.connectionId === ticket.connectionId &&
    user.credentialVersion === ticket.credentialVersion &&
    user.email === ticket.email
  );
}

/** Whether a ticket is not void as far as can be told without asking the legacy system. */
export async function opensStill(
  { users }: { readonly users: Pick<AccountsRepositories['users'], 'find'> },
  ticket: Ticket,
): Promise<boolean> {
  if (ticket.userId === null) return true;
  const user = await users.find(ticket.userId);
  return user !== undefined && isStillBound(ticket, user);
}
