import { deleteUser } from '../../accounts/index.ts';
import { noContent } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { nothing } from '../schemas.ts';
import { userParams } from '../user-properties.ts';

/** `DELETE /api/v2/users/{id}`: 204 whether or not there was such a user, as Auth0 has it. */
export const deleteUserEndpoint = endpoint({
  method: 'DELETE',
  url: '/users/:id',
  scope: 'delete:users',
  summary: 'Delete a user; its legacy user does not come back while the tombstone stands',
  schema: { params: userParams, response: { 204: nothing } },
  handler:
    ({ accounts, clock }) =>
    async (request) => {
      await deleteUser({ store: accounts, clock }, request.params.id, actorOf(request));
      return noContent;
    },
});
