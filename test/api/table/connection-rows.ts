import type { FurnishedTenant } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Connections, settings, signing keys, and what there is none of. */
export function connectionRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [...rowsOfConnections(tenant), ...settingsRows(tenant), ...signingKeyRows(tenant)];
}

function rowsOfConnections({
  operator: token,
  connection,
  doomedConnection,
  client,
  doomedClient,
  newSecret,
}: FurnishedTenant): readonly RequestRow[] {
  const list = { route: 'GET /api/v2/connections', token };
  const create = { route: 'POST /api/v2/connections', token };
  const one = '/api/v2/connections/{id}';
  const patch = { route: `PATCH ${one}`, token, id: connection.id };
  const clients = { token, id: connection.id };
  const draft = { name: 'made', strategy: 'auth0', options: { configuration: { KEY: newSecret } } };
  return [
    {
      name: 'all',
      ...list,
      query: 'strategy=auth0&include_totals=true&take=50',
      status: 200,
      contains: ['"shop"', 'sealed:1:'],
    },
    {
      name: 'made with an egress pattern that is none',
      ...create,
      json: { ...draft, name: 'far', options: { egress: { allow: ['db.example.com:3306', 'a host'] } } },
      status: 400,
      contains: ['options.egress.allow', 'a host'],
      events: ['fapi'],
    },
    {
      name: 'of a name',
      ...list,
      query: 'name=shop&fields=name',
      status: 200,
      contains: ['shop'],
      lacks: ['options'],
    },
    { name: 'one', route: `GET ${one}`, id: connection.id, token, status: 200, contains: ['import_mode'] },
    { name: 'none', route: `GET ${one}`, token, status: 404, contains: ['inexistent_connection'] },
    {
      name: 'created',
      ...create,
      json: draft,
      status: 201,
      contains: ['"configuration":{"KEY":"sealed:1:'],
      events: ['sapi'],
    },
    { name: 'the same again', ...create, json: draft, status: 409, events: ['fapi'] },
    {
      name: 'import mode without scripts',
      ...create,
      json: { ...draft, options: { import_mode: true } },
      status: 400,
      contains: ['customScripts.login', 'customScripts.get_user'],
      events: ['fapi'],
    },
    {
      name: 'another strategy',
      ...create,
      json: { ...draft, strategy: 'ad' },
      status: 400,
      contains: ['strategy'],
    },
    {
      name: 'a script that is none',
      ...create,
      json: { ...draft, name: 'broken', options: { customScripts: { login: 'const a = ;' } } },
      status: 400,
      contains: ['line 1'],
      events: ['fapi'],
    },
    {
      name: 'changed',
      ...patch,
      json: { display_name: 'Shop' },
      status: 200,
      contains: ['"Shop"'],
      events: ['sapi'],
    },
    {
      name: 'a client that is not there',
      ...patch,
      json: { enabled_clients: ['nobody'] },
      status: 400,
      events: ['fapi'],
    },
    { name: 'its status', route: `GET ${one}/status`, id: connection.id, token, status: 400 },
    { name: 'its clients', route: `GET ${one}/clients`, ...clients, status: 200, contains: [client] },
    {
      name: 'a client more',
      route: `PATCH ${one}/clients`,
      ...clients,
      json: [{ client_id: doomedClient, status: true }],
      status: 204,
      events: ['sapi'],
    },
    { name: 'no client', route: `PATCH ${one}/clients`, ...clients, json: [], status: 400 },
    { name: 'deleted', route: `DELETE ${one}`, id: doomedConnection, token, status: 204, events: ['sapi'] },
  ];
}

function signingKeyRows({ operator: token, nextSigningKey: id }: FurnishedTenant): readonly RequestRow[] {
  const route = 'GET /api/v2/keys/signing';
  const revoke = { route: 'PUT /api/v2/keys/signing/{kid}/revoke', token, id };
  return [
    {
      name: 'all',
      route,
      token,
      status: 200,
      contains: ['BEGIN CERTIFICATE', '"current":true', '"next":true'],
    },
    { name: 'one', route: `${route}/{kid}`, id, token, status: 200, contains: [id] },
    { name: 'unknown', route: `${route}/{kid}`, token, status: 404, contains: ['inexistent_signing_key'] },
    { name: 'one that does not sign', ...revoke, status: 200, contains: [id], events: ['sapi'] },
    { name: 'again', ...revoke, status: 409, contains: ['signing_key_revoked'], events: ['fapi'] },
    {
      name: 'the next one signs',
      route: 'POST /api/v2/keys/signing/rotate',
      token,
      status: 201,
      contains: ['BEGIN CERTIFICATE', '"kid":'],
      events: ['sapi'],
    },
  ];
}

function settingsRows({ operator: token }: FurnishedTenant): readonly RequestRow[] {
  const patch = { route: 'PATCH /api/v2/tenants/settings', token };
  return [
    {
      name: 'as they are',
      route: 'GET /api/v2/tenants/settings',
      token,
      status: 200,
      contains: ['friendly_name'],
    },
    {
      name: 'changed',
      ...patch,
      json: { friendly_name: 'Shop', flags: { a: true } },
      status: 200,
      contains: ['Shop'],
      events: ['sapi'],
    },
    { name: 'no such directory', ...patch, json: { default_directory: 'x' }, status: 400, events: ['fapi'] },
    {
      name: 'a list for a name',
      ...patch,
      json: { friendly_name: [] },
      status: 400,
      contains: ['friendly_name'],
    },
    {
      name: 'none',
      route: 'GET /api/v2/actions/actions',
      query: 'page=0&per_page=100',
      token,
      status: 200,
      contains: ['"actions":[]', '"total":0'],
    },
  ];
}
