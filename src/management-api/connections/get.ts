import { Type } from 'typebox';
import { fieldsParameters, ok, pickFields } from '../../http/index.ts';
import { connectionForm, connectionParams, connectionSchema } from '../connection-form.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchConnection } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

/** `GET /api/v2/connections/{id}` */
export const getConnectionEndpoint = endpoint({
  method: 'GET',
  url: '/connections/:id',
  scope: 'read:connections',
  summary: 'Get a connection',
  schema: {
    params: connectionParams,
    querystring: Type.Object(fieldsParameters),
    response: { 200: connectionSchema, 404: errorSchema },
  },
  handler:
    ({ accounts, ...needs }) =>
    async ({ params, query }) => {
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      return ok(pickFields(connectionForm(connection, needs), query));
    },
});
