import { Type } from 'typebox';
import { ok, pageParameters } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';

/** `GET /api/v2/actions/actions`: Segue has no actions; without this answer the deploy tool cannot import databases. */
export const listActionsEndpoint = endpoint({
  method: 'GET',
  url: '/actions/actions',
  scope: 'read:actions',
  summary: 'List actions: there are none',
  schema: {
    querystring: Type.Object({
      page: pageParameters.page,
      per_page: pageParameters.per_page,
    }),
    response: {
      200: Type.Object({
        actions: Type.Array(Type.Object({})),
        total: Type.Integer(),
        page: Type.Integer(),
        per_page: Type.Integer(),
      }),
    },
  },
  handler:
    () =>
    async ({ query }) =>
      ok({ actions: [], total: 0, page: query.page ?? 0, per_page: query.per_page ?? 20 }),
});
