import { type TSchema, Type } from 'typebox';
import type { CreateTicketOutcome, TicketPurpose } from '../../accounts/index.ts';
import { type Answer, created, refuse } from '../../http/index.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { noSuchConnection, noSuchUser, scriptFault, unavailable } from '../refusals.ts';

/** The link, shown once. */
export const ticketSchema: TSchema = Type.Object({ ticket: Type.String() }, { title: 'Ticket' });

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
