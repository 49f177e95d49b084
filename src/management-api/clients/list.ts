import { Type } from 'typebox';
import {
  fieldsParameters,
  ok,
  pageForm,
  pagingParameters,
  pickFields,
  readPage,
  readPaging,
} from '../../http/index.ts';
import { clientForm, clientSchema, secretFor } from '../client-form.ts';
import { endpoint } from '../endpoint.ts';
import { noGlobalClient } from '../not-here/answer-absent.ts';
import { listOf, text } from '../schemas.ts';

const querystring = Type.Object({
  ...pagingParameters,
  ...fieldsParameters,
  is_global: Type.Optional(Type.Boolean({ description: 'There is no global client: true is refused' })),
  is_first_party: Type.Optional(Type.Boolean({ description: 'All clients are first-party' })),
  app_type: Type.Optional(text(200, 'Application types, separated by commas')),
});

/** `GET /api/v2/clients` */
export const listClientsEndpoint = endpoint({
  method: 'GET',
  url: '/clients',
  scope: ['read:clients', 'read:client_keys'],
  summary: 'List clients',
  schema: { querystring, response: { 200: listOf('clients', clientSchema) } },
  handler:
    (needs) =>
    async ({ query, caller }) => {
      const paging = readPaging(query);
      if (query.is_global === true) return { problem: noGlobalClient };
      if (query.is_first_party === false) {
        return ok(pageForm('clients', paging, { items: [], total: 0 }));
      }
      const appTypes = query.app_type?.split(',');
      const page = await readPage(
        paging,
        (read) => needs.tenant.clients.list({ ...read, ...(appTypes === undefined ? {} : { appTypes }) }),
        ({ clientId }) => clientId,
      );
      const items: object[] = [];
      for (const client of page.items) {
        const secret = await secretFor(needs, client, caller.scopes);
        items.push(pickFields(clientForm(client, secret), query));
      }
      return ok(pageForm('clients', paging, { ...page, items }));
    },
});
