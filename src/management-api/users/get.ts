import { Type } from 'typebox';
import { fieldsParameters, ok, pickFields } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchUser } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';
import { userForm, userSchema } from '../user-form.ts';
import { userParams } from '../user-properties.ts';

/** `GET /api/v2/users/{id}` */
export const getUserEndpoint = endpoint({
  method: 'GET',
  url: '/users/:id',
  scope: 'read:users',
  summary: 'Get a user',
  schema: {
    params: userParams,
    querystring: Type.Object(fieldsParameters),
    response: { 200: userSchema, 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async ({ params, query }) => {
      const user = await accounts.users.find(params.id);
      if (user === undefined) return noSuchUser;
      const connection = await accounts.connections.find(user.connectionId);
      return ok(pickFields(userForm(user, connection), query));
    },
});
