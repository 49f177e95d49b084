import { Type } from 'typebox';
import type { Connection } from '../../accounts/index.ts';
import {
  fieldsParameters,
  ok,
  pageForm,
  pageOf,
  pagingParameters,
  pickFields,
  readPaging,
} from '../../http/index.ts';
import { connectionForm, connectionSchema } from '../connection-form.ts';
import { endpoint } from '../endpoint.ts';
import { listOf, text } from '../schemas.ts';

const querystring = Type.Object({
  ...pagingParameters,
  ...fieldsParameters,
  name: Type.Optional(text(128, 'Only the connection of this name')),
  strategy: Type.Optional(Type.Array(text(64), { maxItems: 50, description: 'Any of these strategies' })),
});

/** `GET /api/v2/connections` */
export const listConnectionsEndpoint = endpoint({
  method: 'GET',
  url: '/connections',
  scope: 'read:connections',
  summary: 'List connections',
  schema: { querystring, response: { 200: listOf('connections', connectionSchema) } },
  handler:
    ({ accounts, ...needs }) =>
    async ({ query }) => {
      const isOurs = query.strategy === undefined || query.strategy.includes('auth0');
      const matches = ({ name }: Connection): boolean => query.name === undefined || name === query.name;
      const all = isOurs ? (await accounts.connections.list()).filter(matches) : [];
      const paging = readPaging(query);
      const page = pageOf(all, ({ id }) => id, paging);
      const items = page.items.map((connection) => pickFields(connectionForm(connection, needs), query));
      return ok(pageForm('connections', paging, { ...page, items }));
    },
});
