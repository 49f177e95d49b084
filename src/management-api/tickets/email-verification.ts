import { Type } from 'typebox';
import { createTicket } from '../../accounts/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { errorSchema, text } from '../schemas.ts';
import { lifetimeMs, ticketAnswer, ticketProperties, ticketSchema } from './ticket-answer.ts';

const body = Type.Object({ ...ticketProperties, user_id: text(300) }, { additionalProperties: false });

/** `POST /api/v2/tickets/email-verification` */
export const createVerificationTicketEndpoint = endpoint({
  method: 'POST',
  url: '/tickets/email-verification',
  scope: 'create:user_tickets',
  summary: 'Make a link to verify an email address',
  schema: { body, response: { 201: ticketSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const { user_id: userId, client_id, result_url, ttl_sec } = request.body;
    const purpose = 'email-verification';
    const outcome = await createTicket(
      { ...needs, store: needs.accounts },
      {
        holder: { userId },
        purpose,
        clientId: client_id ?? null,
        resultUrl: result_url ?? null,
        markEmailVerified: true,
        lifetimeMs: lifetimeMs(ttl_sec),
      },
      actorOf(request),
    );
    return ticketAnswer(needs, purpose, outcome);
  },
});
