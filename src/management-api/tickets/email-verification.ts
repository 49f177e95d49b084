import { Type } from 'typebox';
import { createTicket } from '../../accounts/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { errorSchema, text } from '../schemas.ts';
import { ticketAnswer, ticketSchema } from './ticket-answer.ts';
import { readTicket, refuseTicket, ticketProperties } from './ticket-order.ts';

const body = Type.Object({ ...ticketProperties, user_id: text(300) }, { additionalProperties: false });

/** `POST /api/v2/tickets/email-verification` */
export const createVerificationTicketEndpoint = endpoint({
  method: 'POST',
  url: '/tickets/email-verification',
  scope: 'create:user_tickets',
  summary: 'Make a link to verify an email address',
  schema: { body, response: { 201: ticketSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const refusal = await refuseTicket(needs, request.body);
    if (refusal !== undefined) return refusal;
    const purpose = 'email-verification';
    const holder = { userId: request.body.user_id };
    const outcome = await createTicket(
      { ...needs, store: needs.accounts },
      { ...readTicket(request.body), holder, purpose, markEmailVerified: true },
      actorOf(request),
    );
    return ticketAnswer(needs, purpose, outcome);
  },
});
