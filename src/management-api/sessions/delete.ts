import { Type } from 'typebox';
import { accepted } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { nothing, text } from '../schemas.ts';

/** `DELETE /api/v2/sessions/{id}`: done when it is answered, and 202 whether or not there was one, as Auth0 has it. */
export const deleteSessionEndpoint = endpoint({
  method: 'DELETE',
  url: '/sessions/:id',
  scope: 'delete:sessions',
  summary: 'End a session',
  schema: { params: Type.Object({ id: text(64, 'The session id') }), response: { 202: nothing } },
  handler:
    ({ sessions }) =>
    async (request) => {
      await sessions.end(request.params.id, actorOf(request));
      return accepted;
    },
});
