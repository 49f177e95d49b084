import { Type } from 'typebox';
import { checkpointParameters, ok, pageForm, readCheckpoint, readPage } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchUser } from '../../refusals.ts';
import { checkpointOf, errorSchema } from '../../schemas.ts';
import { sessionForm, sessionSchema } from '../../session-form.ts';
import { userParams } from '../../user-properties.ts';

/** `GET /api/v2/users/{id}/sessions`: by checkpoint only, as Auth0 has it. */
export const listUserSessionsEndpoint = endpoint({
  method: 'GET',
  url: '/users/:id/sessions',
  scope: 'read:sessions',
  summary: "List a user's sessions",
  schema: {
    params: userParams,
    querystring: Type.Object(checkpointParameters),
    response: { 200: checkpointOf('sessions', sessionSchema), 404: errorSchema },
  },
  handler:
    ({ accounts, sessions }) =>
    async ({ params, query }) => {
      if ((await accounts.users.find(params.id)) === undefined) return noSuchUser;
      const paging = readCheckpoint(query);
      const { items, next } = await readPage(
        paging,
        async (page) => ({ items: await sessions.list(params.id, page), total: 0 }),
        ({ id }) => id,
      );
      const shown = { items: items.map(sessionForm), total: 0, ...(next === undefined ? {} : { next }) };
      return ok(pageForm('sessions', paging, shown));
    },
});
