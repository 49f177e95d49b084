import { Type } from 'typebox';
import { ok, pageForm, pageOf, pagingParameters, readPaging } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { resourceServerForm, resourceServerSchema } from '../resource-server-form.ts';
import { listOf, text } from '../schemas.ts';

const querystring = Type.Object({
  ...pagingParameters,
  identifiers: Type.Optional(
    Type.Array(text(600), { maxItems: 100, description: 'Only those with one of these identifiers' }),
  ),
  include_fields: Type.Optional(Type.Boolean({ description: 'Taken and not looked at' })),
});

// Paged here and not in the store, since the Management API is left out and must not count (S4). Auth0 allows 100.
const maxResourceServers = 10_000;

/** `GET /api/v2/resource-servers` */
export const listResourceServersEndpoint = endpoint({
  method: 'GET',
  url: '/resource-servers',
  scope: 'read:resource_servers',
  summary: 'List resource servers',
  schema: { querystring, response: { 200: listOf('resource_servers', resourceServerSchema) } },
  handler:
    ({ tenant }) =>
    async ({ query }) => {
      const { identifiers } = query;
      const filter = identifiers === undefined ? {} : { identifiers };
      const found = await tenant.resourceServers.list({ offset: 0, limit: maxResourceServers, ...filter });
      const shown = found.items.filter(({ isSystem }) => !isSystem);
      const paging = readPaging(query);
      const page = pageOf(shown, ({ id }) => id, paging);
      return ok(pageForm('resource_servers', paging, { ...page, items: page.items.map(resourceServerForm) }));
    },
});
