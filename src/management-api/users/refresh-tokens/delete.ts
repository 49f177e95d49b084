import { accepted } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchUser } from '../../refusals.ts';
import { errorSchema, nothing } from '../../schemas.ts';
import { userParams } from '../../user-properties.ts';

/** `DELETE /api/v2/users/{id}/refresh-tokens`: done when it is answered; 202 is Auth0's. */
export const deleteUserRefreshTokensEndpoint = endpoint({
  method: 'DELETE',
  url: '/users/:id/refresh-tokens',
  scope: 'delete:refresh_tokens',
  summary: "End all of a user's refresh tokens",
  schema: { params: userParams, response: { 202: nothing, 404: errorSchema } },
  handler:
    ({ accounts, refreshTokens }) =>
    async (request) => {
      const { id } = request.params;
      if ((await accounts.users.find(id)) === undefined) return noSuchUser;
      await refreshTokens.revokeAllOf(id, actorOf(request));
      return accepted;
    },
});
