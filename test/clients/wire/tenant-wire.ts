import type { FurnishedTenant } from '../../api/table/furnished-tenant.ts';
import { clientShape, connectionShape, grantShape, resourceServerShape } from './documented-shapes.ts';
import { gone, ok, refusal, type WireRow } from './wire-row.ts';

/** The Management API: what an operator sets up. */
export function tenantWire(tenant: FurnishedTenant): readonly WireRow[] {
  return [...connectionRows(tenant), ...clientRows(tenant), ...apiRows(tenant)];
}

const secret = ['client_secret'];

function connectionRows({
  operator: token,
  connection,
  doomedConnection,
  client,
}: FurnishedTenant): readonly WireRow[] {
  const one = { route: 'GET /api/v2/connections/{id}', token, id: connection.id };
  const create = { route: 'POST /api/v2/connections', token };
  const none = refusal(404, 'Not Found', /^The connection does not exist\.$/, 'inexistent_connection');
  const remove = { route: 'DELETE /api/v2/connections/{id}', token, id: doomedConnection };
  return [
    { name: 'one', request: one, auth0: ok(connectionShape) },
    { name: 'none', request: { ...one, id: 'con_none' }, auth0: none },
    {
      name: 'a new one',
      request: { ...create, json: { name: 'made', strategy: 'auth0' } },
      auth0: ok(connectionShape, 201),
    },
    {
      name: 'a name that is taken',
      request: { ...create, json: { name: 'made', strategy: 'auth0' } },
      auth0: refusal(
        409,
        'Conflict',
        /^A connection with the same name already exists$/,
        'connection_conflict',
      ),
    },
    {
      name: 'a social one',
      request: { ...create, json: { name: 'g', strategy: 'google-oauth2' } },
      auth0: ok(connectionShape, 201),
      segue: refusal(400, 'Bad Request', /strategy/, 'invalid_body'),
    },
    {
      name: 'its display name',
      request: { ...one, route: 'PATCH /api/v2/connections/{id}', json: { display_name: 'Shop' } },
      auth0: ok(connectionShape),
    },
    {
      name: 'its clients',
      request: { ...one, route: 'GET /api/v2/connections/{id}/clients' },
      auth0: ok({ clients: [{ client_id: 'text' }], 'next?': 'text' }),
    },
    {
      name: 'its clients',
      request: {
        ...one,
        route: 'PATCH /api/v2/connections/{id}/clients',
        json: [{ client_id: client, status: true }],
      },
      auth0: gone,
    },
    {
      name: 'of a database',
      request: { ...one, route: 'GET /api/v2/connections/{id}/status' },
      auth0: refusal(400, 'Bad Request', /./, 'invalid_uri'),
    },
    { name: 'one', request: remove, auth0: gone },
    { name: 'none', request: { ...remove, id: 'con_none' }, auth0: gone },
  ];
}

function clientRows({ operator: token, client, doomedClient }: FurnishedTenant): readonly WireRow[] {
  const one = { route: 'GET /api/v2/clients/{id}', token, id: client, mayShow: secret };
  const none = refusal(404, 'Not Found', /^The client does not exist\.$/, 'inexistent_client');
  const remove = { route: 'DELETE /api/v2/clients/{id}', token, id: doomedClient };
  return [
    { name: 'one', request: one, auth0: ok(clientShape) },
    { name: 'none', request: { ...one, id: 'none' }, auth0: none },
    {
      name: 'a new one',
      request: { route: 'POST /api/v2/clients', token, json: { name: 'made' }, mayShow: secret },
      auth0: ok(clientShape, 201),
    },
    {
      name: 'its description',
      request: { ...one, route: 'PATCH /api/v2/clients/{id}', json: { description: 'x' } },
      auth0: ok(clientShape),
    },
    { name: 'one', request: remove, auth0: gone },
    { name: 'none', request: { ...remove, id: 'none' }, auth0: gone },
  ];
}

function apiRows({
  operator: token,
  machine,
  grant,
  doomedGrant,
  resourceServer,
  doomedResourceServer,
}: FurnishedTenant): readonly WireRow[] {
  const server = '/api/v2/resource-servers';
  const grants = '/api/v2/client-grants';
  const granted = { client_id: machine.client_id, audience: 'urn:made', scope: [] };
  return [
    {
      name: 'one by its identifier',
      request: { route: `GET ${server}/{id}`, token, id: resourceServer },
      auth0: ok(resourceServerShape),
    },
    {
      name: 'none',
      request: { route: `GET ${server}/{id}`, token, id: 'none' },
      auth0: refusal(
        404,
        'Not Found',
        /^The resource server does not exist\.$/,
        'inexistent_resource_server',
      ),
    },
    {
      name: 'a new one',
      request: { route: `POST ${server}`, token, json: { identifier: 'urn:made' } },
      auth0: ok(resourceServerShape, 201),
    },
    {
      name: 'an identifier that is taken',
      request: { route: `POST ${server}`, token, json: { identifier: 'urn:made' } },
      auth0: refusal(409, 'Conflict', /already exists/, 'resource_server_conflict'),
    },
    {
      name: 'its life',
      request: { route: `PATCH ${server}/{id}`, token, id: resourceServer, json: { token_lifetime: 600 } },
      auth0: ok(resourceServerShape),
    },
    {
      name: 'one',
      request: { route: `DELETE ${server}/{id}`, token, id: doomedResourceServer },
      auth0: gone,
    },
    {
      name: 'a new one',
      request: { route: `POST ${grants}`, token, json: granted },
      auth0: ok(grantShape, 201),
    },
    {
      name: 'one that is there',
      request: { route: `POST ${grants}`, token, json: granted },
      auth0: refusal(409, 'Conflict', /already/, 'client_grant_conflict'),
    },
    { name: 'one', request: { route: `GET ${grants}/{id}`, token, id: grant }, auth0: ok(grantShape) },
    {
      name: 'its scopes',
      request: { route: `PATCH ${grants}/{id}`, token, id: grant, json: { scope: [] } },
      auth0: ok(grantShape),
    },
    { name: 'one', request: { route: `DELETE ${grants}/{id}`, token, id: doomedGrant }, auth0: gone },
  ];
}
