import { type Static, Type } from 'typebox';
import { createTicket, type TicketOrder } from '../../accounts/index.ts';
import { refuse } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { errorSchema, text } from '../schemas.ts';
import { ticketAnswer, ticketSchema } from './ticket-answer.ts';
import { readTicket, refuseTicket, ticketProperties } from './ticket-order.ts';

const body = Type.Object(
  {
    ...ticketProperties,
    user_id: Type.Optional(text(300)),
    connection_id: Type.Optional(text(128)),
    email: Type.Optional(text(254)),
    mark_email_as_verified: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** `POST /api/v2/tickets/password-change`: also for somebody who is still in the legacy user store only. */
export const createPasswordTicketEndpoint = endpoint({
  method: 'POST',
  url: '/tickets/password-change',
  scope: 'create:user_tickets',
  summary: 'Make a link to choose a new password',
  schema: { body, response: { 201: ticketSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const holder = holderIn(request.body);
    if (holder === undefined) {
      return refuse(400, 'invalid_body', 'Name the user: either user_id, or connection_id and email.');
    }
    const refusal = await refuseTicket(needs, request.body);
    if (refusal !== undefined) return refusal;
    const order: TicketOrder = {
      ...readTicket(request.body),
      holder,
      purpose: 'password-change',
      markEmailVerified: request.body.mark_email_as_verified === true,
    };
    const outcome = await createTicket({ ...needs, store: needs.accounts }, order, actorOf(request));
    return ticketAnswer(needs, order.purpose, outcome);
  },
});

function holderIn(given: Static<typeof body>): TicketOrder['holder'] | undefined {
  const { user_id: userId, connection_id: connectionId, email } = given;
  if (userId !== undefined) {
    return connectionId === undefined && email === undefined ? { userId } : undefined;
  }
  return connectionId === undefined || email === undefined ? undefined : { connectionId, email };
}
