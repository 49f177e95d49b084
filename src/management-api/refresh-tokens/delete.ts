import { Type } from 'typebox';
import { accepted } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { nothing, text } from '../schemas.ts';

/** `DELETE /api/v2/refresh-tokens/{id}`: done when it is answered, and 202 whether or not there was one, as Auth0 has it. */
export const deleteRefreshTokenEndpoint = endpoint({
  method: 'DELETE',
  url: '/refresh-tokens/:id',
  scope: 'delete:refresh_tokens',
  summary: 'End a refresh token, and all that descend from the same login',
  schema: {
    params: Type.Object({ id: text(64, 'The id of a refresh token, which is not the token') }),
    response: { 202: nothing },
  },
  handler:
    ({ refreshTokens }) =>
    async (request) => {
      await refreshTokens.revoke(request.params.id, actorOf(request));
      return accepted;
    },
});
