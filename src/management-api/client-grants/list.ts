import { Type } from 'typebox';
import { ok, pageForm, pagingParameters, readPage, readPaging } from '../../http/index.ts';
import { clientGrantForm, clientGrantSchema } from '../client-grant-form.ts';
import { endpoint } from '../endpoint.ts';
import { listOf, text } from '../schemas.ts';

const querystring = Type.Object({
  ...pagingParameters,
  client_id: Type.Optional(text(128, 'Only grants of this client')),
  audience: Type.Optional(text(600, 'Only grants for this API')),
  allow_any_organization: Type.Optional(
    Type.Boolean({ description: 'There are no organizations: none is listed with true' }),
  ),
  subject_type: Type.Optional(
    Type.Enum(['client', 'user'], { description: 'Grants are of clients: none is listed with user' }),
  ),
});

/** `GET /api/v2/client-grants` */
export const listClientGrantsEndpoint = endpoint({
  method: 'GET',
  url: '/client-grants',
  scope: 'read:client_grants',
  summary: 'List client grants',
  schema: { querystring, response: { 200: listOf('client_grants', clientGrantSchema) } },
  handler:
    ({ tenant }) =>
    async ({ query }) => {
      const paging = readPaging(query);
      if (query.allow_any_organization === true || query.subject_type === 'user') {
        return ok(pageForm('client_grants', paging, { items: [], total: 0 }));
      }
      const filter = {
        ...(query.client_id === undefined ? {} : { clientId: query.client_id }),
        ...(query.audience === undefined ? {} : { audience: query.audience }),
      };
      const page = await readPage(
        paging,
        (read) => tenant.clientGrants.list({ ...read, ...filter }),
        ({ id }) => id,
      );
      return ok(pageForm('client_grants', paging, { ...page, items: page.items.map(clientGrantForm) }));
    },
});
