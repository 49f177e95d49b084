import { Type } from 'typebox';
import { ok, pageOf, pagingParameters, readPaging } from '../../../http/index.ts';
import { connectionParams } from '../../connection-form.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchConnection } from '../../refusals.ts';
import { errorSchema } from '../../schemas.ts';

const response = Type.Object({
  clients: Type.Array(Type.Object({ client_id: Type.String() })),
  next: Type.Optional(Type.String()),
});

/** `GET /api/v2/connections/{id}/clients` */
export const listConnectionClientsEndpoint = endpoint({
  method: 'GET',
  url: '/connections/:id/clients',
  scope: 'read:connections',
  summary: 'List the clients that a connection is enabled for',
  schema: {
    params: connectionParams,
    querystring: Type.Object({
      take: pagingParameters.take,
      from: pagingParameters.from,
    }),
    response: { 200: response, 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async ({ params, query }) => {
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      const paging = readPaging({ take: defaultTake, ...query });
      const page = pageOf(connection.enabledClients.toSorted(), (id) => id, paging);
      const clients = page.items.map((client_id) => ({ client_id }));
      return ok({ clients, ...(page.next === undefined ? {} : { next: page.next }) });
    },
});

const defaultTake = 50;
