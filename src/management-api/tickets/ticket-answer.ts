import { type TSchema, Type } from 'typebox';
import type { CreateTicketOutcome, TicketPurpose } from '../../accounts/index.ts';
import { type Answer, created, refuse } from '../../http/index.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { noSuchConnection, noSuchUser, scriptFault, unavailable } from '../refusals.ts';

// Auth0's default.
const usualLifetimeSeconds = 432_000;
const longestLifetimeSeconds = 30 * 86_400; // a link that lies about longer is a risk and no help

/** What both kinds of ticket take. */
export const ticketProperties = {
  result_url: Type.Optional(
    Type.String({ maxLength: 2048, pattern: '^https?://', description: 'Where the browser goes at the end' }),
  ),
  ttl_sec: Type.Optional(Type.Integer({ minimum: 0, maximum: longestLifetimeSeconds })),
  client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
};

/** The link, shown once. */
export const ticketSchema: TSchema = Type.Object({ ticket: Type.String() }, { title: 'Ticket' });

/** How long a ticket lives; 0 means the usual time, as Auth0 has it. */
export function lifetimeMs(ttlSeconds: number | undefined): number {
  return (ttlSeconds || usualLifetimeSeconds) * 1000;
}

/** The answer of an endpoint that makes tickets. */
export function ticketAnswer(
  { linkTo }: Pick<ManagementApiNeeds, 'linkTo'>,
  purpose: TicketPurpose,
  outcome: CreateTicketOutcome,
): Answer {
  switch (outcome.outcome) {
    case 'created':
      return created({ ticket: linkTo(purpose, outcome.secret) });
    case 'no-such-user':
      return noSuchUser;
    case 'no-such-connection':
      return noSuchConnection;
    case 'no-address':
      return refuse(400, 'invalid_body', 'The user has no email address, which a ticket is bound to.');
    case 'unavailable':
      return unavailable('no ticket was made', outcome.retryAfterSeconds);
    case 'script-fault':
      return scriptFault('No ticket was made.');
  }
}
