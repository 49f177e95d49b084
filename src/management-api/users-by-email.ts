import { Type } from 'typebox';
import { identifierKey } from '../accounts/index.ts';
import { fieldsParameters, ok, pickFields } from '../http/index.ts';
import { endpoint } from './endpoint.ts';
import { text } from './schemas.ts';
import { userForm, userSchema } from './user-form.ts';

/** `GET /api/v2/users-by-email` */
export const usersByEmailEndpoint = endpoint({
  method: 'GET',
  url: '/users-by-email',
  scope: 'read:users',
  summary: 'Find users of every connection by email',
  schema: {
    querystring: Type.Object({ email: text(254, 'The whole address, in any case'), ...fieldsParameters }),
    response: { 200: Type.Array(userSchema) },
  },
  handler:
    ({ accounts }) =>
    async ({ query }) => {
      const users = await accounts.users.findByEmail(identifierKey(query.email));
      const connections = await accounts.connections.list();
      const connectionOf = (id: string): (typeof connections)[number] | undefined =>
        connections.find((connection) => connection.id === id);
      return ok(users.map((user) => pickFields(userForm(user, connectionOf(user.connectionId)), query)));
    },
});
