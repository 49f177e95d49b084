import { type TSchema, Type } from 'typebox';
import { ok, pageForm, pageParameters, readNumberedPage } from '../../../http/index.ts';
import { connectionParams } from '../../connection-form.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchConnection } from '../../refusals.ts';
import { errorSchema, listOf, shown } from '../../schemas.ts';
import { userForm, userSchema } from '../../user-form.ts';

const doubtfulUserSchema: TSchema = shown('DoubtfulUser', {
  found_at: Type.String({ description: 'When the legacy user store was asked' }),
  user: userSchema,
});

const querystring = Type.Object(pageParameters);

/** `GET /api/v2/segue/connections/{id}/doubtful-users` */
export const listDoubtfulUsersEndpoint = endpoint({
  method: 'GET',
  url: '/segue/connections/:id/doubtful-users',
  scope: 'read:users',
  summary: 'List the local users with an unverified email whom the legacy user store knows',
  schema: {
    params: connectionParams,
    querystring,
    response: { 200: listOf('doubtful_users', doubtfulUserSchema), 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async ({ params, query }) => {
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      const page = readNumberedPage(query);
      const { users, total } = await accounts.doubtfulUsers.list({ ...page, connectionId: connection.id });
      const items = users.map(({ user, foundAt }) => ({
        found_at: new Date(foundAt).toISOString(),
        user: userForm(user, connection),
      }));
      return ok(pageForm('doubtful_users', page, { items, total }));
    },
});
