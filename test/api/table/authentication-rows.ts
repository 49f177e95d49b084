import { passwordRealm } from '../../kit/legacy-connection.ts';
import { type FurnishedTenant, shopApi } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Every route beside the Management API, which lists its own. */
export const authenticationRoutes = [
  'POST /oauth/token',
  'POST /oauth/revoke',
  'POST /dbconnections/signup',
  'POST /dbconnections/change_password',
  'GET /userinfo',
  'POST /userinfo',
  'GET /.well-known/openid-configuration',
  'GET /.well-known/jwks.json',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /api/v2/openapi.json',
  'GET /docs',
] as const;

export function authenticationRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [...tokenRows(tenant), ...refreshRows(tenant), ...userInfoRows(tenant), ...documentRows()];
}

const tokens = ['access_token', 'id_token', 'refresh_token'];
const wrongPassword = '{"error":"invalid_grant","error_description":"Wrong email or password."}';

function tokenRows({
  connection,
  user,
  legacyUser,
  machine,
  managementApi,
}: FurnishedTenant): readonly RequestRow[] {
  const route = 'POST /oauth/token';
  const { application, name: realm } = connection;
  const login = { ...application, grant_type: passwordRealm, realm, scope: 'openid email' };
  const local = { ...login, username: user.email, password: user.password };
  const legacy = { ...login, username: legacyUser.email, password: legacyUser.password };
  const ask = { ...machine, grant_type: 'client_credentials', audience: shopApi };
  return [
    { name: 'a local login', route, form: local, status: 200, mayShow: tokens, events: ['sepft'] },
    { name: 'a login in JSON', route, json: local, status: 200, mayShow: tokens, events: ['sepft'] },
    {
      name: 'a login that migrates',
      route,
      form: legacy,
      status: 200,
      mayShow: tokens,
      events: ['sui', 'sepft'],
    },
    { name: 'the login after it', route, form: legacy, status: 200, mayShow: tokens, events: ['sepft'] },
    {
      name: 'a wrong password',
      route,
      form: { ...local, password: legacyUser.password },
      status: 403,
      contains: [wrongPassword],
      events: ['fp'],
    },
    {
      name: 'nobody',
      route,
      form: { ...local, username: 'nobody@example.com' },
      status: 403,
      contains: [wrongPassword],
      events: ['fu'],
    },
    {
      name: 'a password in place of the name',
      route,
      form: { ...local, username: user.password },
      status: 403,
      contains: [wrongPassword],
      events: ['fu'],
    },
    {
      name: 'no password',
      route,
      form: { ...login, username: user.email },
      status: 400,
      contains: ['password'],
    },
    {
      name: 'a secret that is not the client’s',
      route,
      form: { ...local, client_secret: machine.client_secret },
      status: 401,
      contains: ['access_denied'],
    },
    {
      name: 'a secret in the place of the client',
      route,
      form: { ...local, client_id: application.client_secret },
      status: 401,
      contains: ['access_denied'],
    },
    {
      name: 'a password as the realm',
      route,
      form: { ...local, realm: user.password },
      status: 400,
      contains: ['the connection was not found'],
    },
    { name: 'no grant type', route, form: { ...application }, status: 400, contains: ['grant_type'] },
    { name: 'a machine', route, form: ask, status: 200, mayShow: tokens, events: ['seccft'] },
    {
      name: 'a machine without a grant',
      route,
      form: { ...ask, ...application },
      status: 403,
      contains: ['unauthorized_client'],
      events: ['feccft'],
    },
    {
      name: 'a user for the Management API',
      route,
      form: { ...local, audience: managementApi },
      status: 403,
      contains: ['access_denied'],
    },
  ];
}

function refreshRows({
  connection,
  tokens: { refresh, access },
  machine,
}: FurnishedTenant): readonly RequestRow[] {
  const { application } = connection;
  const form = { ...application, grant_type: 'refresh_token', refresh_token: refresh };
  const route = 'POST /oauth/token';
  const revoke = 'POST /oauth/revoke';
  return [
    { name: 'a refresh', route, form, status: 200, mayShow: tokens, events: ['sertft'] },
    {
      name: 'an access token in place of a refresh token',
      route,
      form: { ...form, refresh_token: access },
      status: 403,
      contains: ['invalid_grant'],
      events: ['fertft'],
    },
    { name: 'revoking without a token', route: revoke, form: { ...application }, status: 400 },
    { name: 'revoking another client’s', route: revoke, form: { ...machine, token: refresh }, status: 200 },
    { name: 'which leaves it good', route, form, status: 200, mayShow: tokens, events: ['sertft'] },
    {
      name: 'revoking',
      route: revoke,
      json: { ...application, token: refresh },
      status: 200,
      events: ['srrt'],
    },
    { name: 'revoking what is no token', route: revoke, form: { ...application, token: 'x' }, status: 200 },
    { name: 'a refresh after it', route, form, status: 403, contains: ['invalid_grant'], events: ['fertft'] },
  ];
}

function userInfoRows({
  tokens: { access, api, id, refresh },
  user,
  powerless,
}: FurnishedTenant): readonly RequestRow[] {
  const claims = { status: 200, contains: [`"sub":"${user.id}"`] };
  const refused = { status: 401, contains: ['invalid_token'] };
  return ['GET /userinfo', 'POST /userinfo'].flatMap((route) => [
    { name: 'an opaque token', route, token: access, ...claims },
    { name: 'a JWT', route, token: api, ...claims },
    { name: 'an ID token', route, token: id, ...refused },
    { name: 'a refresh token', route, token: refresh, ...refused },
    { name: 'a machine’s token', route, token: powerless, ...refused },
    { name: 'no token', route, ...refused },
  ]);
}

function documentRows(): readonly RequestRow[] {
  const document = (route: string, ...contains: readonly string[]): RequestRow => ({
    name: 'as it is',
    route,
    status: 200,
    contains,
  });
  return [
    document('GET /.well-known/openid-configuration', '"issuer":"http://segue.test/"'),
    {
      ...document('GET /.well-known/jwks.json', '"kty":"RSA"', '"use":"sig"'),
      lacks: ['"d":', '"p":', '"q":'],
    },
    document('GET /healthz', '"status":"ok"', '"isolation":', '"isolation_reason":'),
    document('GET /readyz', '"status":"ready"', '"isolation":', '"isolation_reason":'),
    document('GET /metrics', 'segue_events_total', 'segue_legacy_call_seconds'),
    document('GET /openapi.json', '"openapi":"3.1.0"'),
    document('GET /api/v2/openapi.json', '"openapi":"3.1.0"'),
    document('GET /docs', '<h1>Segue API</h1>'),
  ];
}
