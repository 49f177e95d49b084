import { type FurnishedTenant, shopApi } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Clients, what they may call, and the APIs. */
export function clientRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [...rowsOfClients(tenant), ...grantRows(tenant), ...resourceServerRows(tenant)];
}

function rowsOfClients({
  operator: token,
  client,
  doomedClient,
  newSecret,
  machine,
  powerless,
}: FurnishedTenant): readonly RequestRow[] {
  const list = 'GET /api/v2/clients';
  const create = { route: 'POST /api/v2/clients', token };
  const one = '/api/v2/clients/{id}';
  const mayShow = ['client_secret'];
  const patch = { route: `PATCH ${one}`, id: machine.client_id, token };
  return [
    {
      name: 'all',
      route: list,
      query: 'is_global=false&include_totals=true',
      token,
      status: 200,
      contains: [client],
      mayShow,
    },
    {
      name: 'all but their secrets',
      route: list,
      query: 'fields=client_secret&include_fields=false',
      token,
      status: 200,
      lacks: ['"client_secret"'],
    },
    {
      name: 'one',
      route: `GET ${one}`,
      id: client,
      token,
      status: 200,
      contains: ['"client_secret"'],
      mayShow,
    },
    { name: 'none', route: `GET ${one}`, token, status: 404, contains: ['inexistent_client'] },
    {
      name: 'without the scope',
      route: `GET ${one}`,
      id: client,
      token: powerless,
      status: 403,
      contains: ['Insufficient scope'],
    },
    {
      name: 'created',
      ...create,
      json: { name: 'made', client_secret: newSecret },
      status: 201,
      contains: [newSecret],
      mayShow,
      events: ['sapi'],
    },
    {
      name: 'a short secret',
      ...create,
      json: { name: 'made', client_secret: newSecret.slice(0, 31) },
      status: 400,
      contains: ['client_secret'],
    },
    {
      name: 'an unknown grant type',
      ...create,
      json: { name: 'made', grant_types: [newSecret] },
      status: 400,
    },
    {
      name: 'changed',
      ...patch,
      json: { description: 'A machine' },
      status: 200,
      contains: ['A machine'],
      mayShow,
      events: ['sapi'],
    },
    {
      name: 'changed to what it is',
      ...patch,
      json: { description: 'A machine' },
      status: 200,
      contains: ['A machine'],
      mayShow,
    },
    {
      name: 'a change of nothing there',
      ...patch,
      id: 'none',
      json: { name: 'x' },
      status: 404,
      events: ['fapi'],
    },
    { name: 'deleted', route: `DELETE ${one}`, id: doomedClient, token, status: 204, events: ['sapi'] },
  ];
}

function grantRows({
  operator: token,
  grant,
  doomedGrant,
  machine,
  client,
  managementApi,
}: FurnishedTenant): readonly RequestRow[] {
  const route = 'POST /api/v2/client-grants';
  const one = '/api/v2/client-grants/{id}';
  const draft = { client_id: client, audience: shopApi, scope: ['read:orders'] };
  return [
    {
      name: 'all',
      route: 'GET /api/v2/client-grants',
      query: `client_id=${machine.client_id}`,
      token,
      status: 200,
      contains: [grant, managementApi],
    },
    { name: 'one', route: `GET ${one}`, id: grant, token, status: 200, contains: ['read:orders'] },
    { name: 'none', route: `GET ${one}`, token, status: 404, contains: ['inexistent_client_grant'] },
    { name: 'created', route, token, json: draft, status: 201, contains: ['"cgr_'], events: ['sapi'] },
    { name: 'the same again', route, token, json: draft, status: 409, events: ['fapi'] },
    {
      name: 'an unknown scope',
      route,
      token,
      json: { ...draft, client_id: machine.client_id, scope: ['fly'] },
      status: 400,
      contains: ['fly'],
      events: ['fapi'],
    },
    {
      name: 'an unknown client',
      route,
      token,
      json: { ...draft, client_id: 'x' },
      status: 404,
      events: ['fapi'],
    },
    {
      name: 'an unknown API',
      route,
      token,
      json: { ...draft, audience: 'urn:x' },
      status: 404,
      events: ['fapi'],
    },
    {
      name: 'changed',
      route: `PATCH ${one}`,
      id: grant,
      token,
      json: { scope: [] },
      status: 200,
      events: ['sapi'],
    },
    { name: 'deleted', route: `DELETE ${one}`, id: doomedGrant, token, status: 204, events: ['sapi'] },
  ];
}

function resourceServerRows({
  operator: token,
  resourceServer: id,
  doomedResourceServer,
  managementApi,
}: FurnishedTenant): readonly RequestRow[] {
  const list = 'GET /api/v2/resource-servers';
  const route = 'POST /api/v2/resource-servers';
  const one = '/api/v2/resource-servers/{id}';
  return [
    {
      name: 'all but our own',
      route: list,
      query: 'include_totals=true',
      token,
      status: 200,
      contains: [shopApi],
      lacks: [managementApi],
    },
    { name: 'one by its identifier', route: `GET ${one}`, id, token, status: 200, contains: ['read:orders'] },
    { name: 'not our own', route: `GET ${one}`, id: managementApi, token, status: 404 },
    {
      name: 'created',
      route,
      token,
      json: { identifier: 'urn:made' },
      status: 201,
      contains: ['urn:made'],
      events: ['sapi'],
    },
    { name: 'the same again', route, token, json: { identifier: 'urn:made' }, status: 409, events: ['fapi'] },
    {
      name: 'our own address',
      route,
      token,
      json: { identifier: managementApi },
      status: 400,
      events: ['fapi'],
    },
    {
      name: 'changed',
      route: `PATCH ${one}`,
      id,
      token,
      json: { token_lifetime: 60 },
      status: 200,
      contains: ['60'],
      events: ['sapi'],
    },
    {
      name: 'not our own',
      route: `PATCH ${one}`,
      id: managementApi,
      token,
      json: { token_lifetime: 60 },
      status: 404,
      events: ['fapi'],
    },
    {
      name: 'deleted',
      route: `DELETE ${one}`,
      id: doomedResourceServer,
      token,
      status: 204,
      events: ['sapi'],
    },
    { name: 'not our own', route: `DELETE ${one}`, id: managementApi, token, status: 204, events: ['sapi'] },
  ];
}
