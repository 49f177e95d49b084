import { accepted } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchUser } from '../../refusals.ts';
import { errorSchema, nothing } from '../../schemas.ts';
import { userParams } from '../../user-properties.ts';

/** `DELETE /api/v2/users/{id}/sessions`: done when it is answered; 202 is Auth0's. */
export const deleteUserSessionsEndpoint = endpoint({
  method: 'DELETE',
  url: '/users/:id/sessions',
  scope: 'delete:sessions',
  summary: "End all of a user's sessions",
  schema: { params: userParams, response: { 202: nothing, 404: errorSchema } },
  handler:
    ({ accounts, sessions }) =>
    async (request) => {
      const { id } = request.params;
      if ((await accounts.users.find(id)) === undefined) return noSuchUser;
      await sessions.endAllOf(id, actorOf(request));
      return accepted;
    },
});
