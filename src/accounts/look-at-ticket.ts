import type { Clock } from '../lib/clock.ts';
import type { TenantStore } from '../tenant/index.ts';
import type { AccountsStore } from './accounts-store.ts';
import { isHolder } from './change-for-holder.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { identifierKey } from './identifier.ts';
import type { CheckedRule, PasswordPolicy } from './password-policy.ts';
import { type Ticket, type TicketPurpose, ticketSecretDigest } from './ticket.ts';
import { isStanding } from './tombstone.ts';

export interface LookAtTicketNeeds {
  readonly store: Pick<AccountsStore, 'tickets' | 'users' | 'connections' | 'tombstones'>;
  readonly tenant: { readonly clients: Pick<TenantStore['clients'], 'find'> };
  readonly policy: Pick<PasswordPolicy, 'rulesOf'>;
  readonly clock: Clock;
}

export type TicketView =
  | {
      readonly state: 'open';
      readonly purpose: TicketPurpose;
      readonly email: string;
      /** The application that it was asked for in. */
      readonly clientName: string | null;
      /** What a new password has to be like. */
      readonly rules: readonly CheckedRule[];
    }
  /** Used, expired, void or never there: nobody is told which. */
  | { readonly state: 'gone' };

/**
 * What the page behind a link shows. Looking consumes nothing and asks no legacy system: mail scanners look too (S11). A
 * link that cannot do what it is for is not open, so that nobody chooses a password in vain.
 */
export async function lookAtTicket(
  { store, tenant, policy, clock }: LookAtTicketNeeds,
  secret: string,
): Promise<TicketView> {
  const ticket = await store.tickets.findByDigest(ticketSecretDigest(secret), clock.now());
  if (ticket === undefined) return { state: 'gone' };
  const connection = await store.connections.find(ticket.connectionId);
  if (connection === undefined) return { state: 'gone' };
  if (!(await canWork(store, ticket, connection))) return { state: 'gone' };
  const { purpose, email, clientId } = ticket;
  const client = clientId === null ? undefined : await tenant.clients.find(clientId);
  const clientName = client?.name ?? null;
  return {
    state: 'open',
    purpose,
    email,
    clientName,
    rules: policy.rulesOf(connection.options.passwordRules),
  };
}

/** Whether a ticket can be used, as far as is known here; the legacy system may know better when it is asked. */
async function canWork(
  { users, tombstones }: Pick<LookAtTicketNeeds['store'], 'users' | 'tombstones'>,
  ticket: Ticket,
  connection: Connection,
): Promise<boolean> {
  if (ticket.userId !== null) {
    const user = await users.find(ticket.userId);
    return user !== undefined && isHolder(ticket, user);
  }
  const key = identifierKey(ticket.email);
  const user = await users.findByIdentifier(connection.id, key);
  if (user !== undefined) return isHolder(ticket, user);
  if (!isMigrationActive(connection)) return false;
  const buried = await tombstones.findAllOn(connection.id, { userId: nobodys, keys: [key] });
  return !buried.some(isStanding);
}

const nobodys = ''; // the legacy user's id is not known before it is asked
