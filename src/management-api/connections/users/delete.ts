import { Type } from 'typebox';
import { deleteUser, identifierKey } from '../../../accounts/index.ts';
import { noContent } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchConnection } from '../../refusals.ts';
import { errorSchema, nothing, text } from '../../schemas.ts';

/** `DELETE /api/v2/connections/{id}/users?email=` */
export const deleteConnectionUserEndpoint = endpoint({
  method: 'DELETE',
  url: '/connections/:id/users',
  scope: 'delete:users',
  summary: 'Delete the user with this email address; deleting nobody is no error',
  schema: {
    params: Type.Object({ id: text(128, 'The connection id') }),
    querystring: Type.Object({
      email: Type.String({ minLength: 1, maxLength: 254, description: 'Address of the user' }),
    }),
    response: { 204: nothing, 404: errorSchema },
  },
  handler:
    ({ accounts, clock }) =>
    async (request) => {
      const connection = await accounts.connections.find(request.params.id);
      if (connection === undefined) return noSuchConnection;
      const email = identifierKey(request.query.email);
      const user = await accounts.users.findByIdentifier(connection.id, email);
      // An index holds emails and usernames; only an address deletes.
      if (user?.email != null && identifierKey(user.email) === email) {
        await deleteUser({ store: accounts, clock }, user.userId, actorOf(request));
      }
      return noContent;
    },
});
