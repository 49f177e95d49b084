import type { Clock } from '../lib/clock.ts';
import type { TenantStore } from '../tenant/index.ts';
import type { AccountsStore } from './accounts-store.ts';
import { opensStill } from './new-ticket.ts';
import type { CheckedRule, PasswordPolicy } from './password-policy.ts';
import { type TicketPurpose, ticketSecretDigest } from './ticket.ts';

export interface LookAtTicketNeeds {
  readonly store: Pick<AccountsStore, 'tickets' | 'users' | 'connections'>;
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

/** What the page behind a link shows. Looking consumes nothing and asks no legacy system: mail scanners look too (S11). */
export async function lookAtTicket(
  { store, tenant, policy, clock }: LookAtTicketNeeds,
  secret: string,
): Promise<TicketView> {
  const ticket = await store.tickets.findByDigest(ticketSecretDigest(secret), clock.now());
  if (ticket === undefined) return { state: 'gone' };
  const connection = await store.connections.find(ticket.connectionId);
  if (connection === undefined) return { state: 'gone' };
  if (!(await opensStill(store, ticket))) return { state: 'gone' };
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
