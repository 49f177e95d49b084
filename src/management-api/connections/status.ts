import { refuse } from '../../http/index.ts';
import { connectionParams } from '../connection-form.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchConnection } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

/** `GET /api/v2/connections/{id}/status`: about connectors of other strategies, so a database connection has none. */
export const connectionStatusEndpoint = endpoint({
  method: 'GET',
  url: '/connections/:id/status',
  scope: 'read:connections',
  summary: 'Whether the connector of an AD/LDAP connection is online',
  schema: { params: connectionParams, response: { 404: errorSchema } },
  handler:
    ({ accounts }) =>
    async ({ params }) => {
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      return refuse(400, 'invalid_uri', 'Only connections of strategy ad have a status: this one is auth0.');
    },
});
