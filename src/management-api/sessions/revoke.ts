import { Type } from 'typebox';
import { accepted } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchSession } from '../refusals.ts';
import { errorSchema, nothing, text } from '../schemas.ts';

/** `POST /api/v2/sessions/{id}/revoke`: done when it is answered; 202 is Auth0's. */
export const revokeSessionEndpoint = endpoint({
  method: 'POST',
  url: '/sessions/:id/revoke',
  scope: 'delete:sessions',
  summary: 'End a session, with the refresh tokens that were issued in it',
  schema: {
    params: Type.Object({ id: text(64, 'The session id') }),
    response: { 202: nothing, 404: errorSchema },
  },
  handler:
    ({ sessions }) =>
    async (request) =>
      (await sessions.revoke(request.params.id, actorOf(request))) ? accepted : noSuchSession,
});
