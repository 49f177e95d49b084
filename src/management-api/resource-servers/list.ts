import { Type } from 'typebox';
import { ok, pageForm, pagingParameters, readPage, readPaging } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { resourceServerForm, resourceServerSchema } from '../resource-server-form.ts';
import { listOf, text } from '../schemas.ts';

const querystring = Type.Object({
  ...pagingParameters,
  identifiers: Type.Optional(Type.Array(text(600), { maxItems: 100 })),
  include_fields: Type.Optional(Type.Boolean()),
});

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
      const paging = readPaging(query);
      const { identifiers } = query;
      const page = await readPage(
        paging,
        (read) =>
          tenant.resourceServers.list({ ...read, ...(identifiers === undefined ? {} : { identifiers }) }),
        ({ id }) => id,
      );
      return ok(pageForm('resource_servers', paging, { ...page, items: page.items.map(resourceServerForm) }));
    },
});
