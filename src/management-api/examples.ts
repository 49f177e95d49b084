import type { Endpoint } from '../http/index.ts';
import { isPlainObject } from '../lib/json.ts';

/*
 * One story for all examples of the document: Morgenrot moves the customers of its shop, and Ada is one of them. What is
 * not told here is put together from the schemas (`http/open-api/sample.ts`). test/api/open-api-examples.test.ts sends
 * each request.
 */
const at = '2026-12-01T09:30:00.000Z';
const userId = 'auth0|6750c1f2a4b8d93e5f017c30';
const clientId = 'yZ1x7kq0T3mB9nRvW2sLp4dE';
const shopApi = 'https://api.morgenrot.example/';
const kid = 'c1QpX8vT2nE5wYb0';
const certificate = '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n';

/** What answers look like, by the title of their schema. */
const answers: Readonly<Record<string, unknown>> = {
  Client: {
    client_id: clientId,
    name: 'Shop',
    tenant: 'segue',
    global: false,
    app_type: 'regular_web',
    is_first_party: true,
    grant_types: ['password', 'http://auth0.com/oauth/grant-type/password-realm', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
    callbacks: ['https://shop.morgenrot.example/callback'],
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
    refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 0 },
    client_metadata: {},
  },
  ClientGrant: {
    id: 'cgr_mkVdZ0Xb6qU3nT8s',
    client_id: clientId,
    audience: shopApi,
    scope: ['read:orders'],
  },
  Connection: {
    id: 'con_Zb0Xq6U3nT8sR1yL',
    name: 'customers',
    strategy: 'auth0',
    options: { import_mode: true, enabledDatabaseCustomization: true, disable_signup: false },
    enabled_clients: [clientId],
    realms: ['customers'],
    is_domain_connection: false,
    metadata: {},
    segue: {
      isolation: 'strict',
      isolation_reason: 'proven at start',
      legacy: { state: 'closed', in_flight: 0, waiting: 0 },
    },
  },
  Job: { id: '6750c1f2a4b8d93e5f017c35', type: 'verification_email', status: 'pending', created_at: at },
  LogEvent: {
    _id: '6750c1f2a4b8d93e5f017c31',
    log_id: '6750c1f2a4b8d93e5f017c31',
    date: at,
    type: 'sui',
    description: 'User migrated from the legacy user store at login',
    client_id: clientId,
    connection: 'customers',
    connection_id: 'con_Zb0Xq6U3nT8sR1yL',
    strategy: 'auth0',
    strategy_type: 'database',
    user_id: userId,
    user_name: 'ada@morgenrot.example',
    ip: '203.0.113.7',
    details: { kind: 'user-migrated', source: 'login', legacy_ms: 21.4 },
  },
  ResourceServer: {
    id: '6750c1f2a4b8d93e5f017c28',
    identifier: shopApi,
    name: 'Orders',
    is_system: false,
    scopes: [{ value: 'read:orders', description: 'Read orders' }],
    signing_alg: 'RS256',
    token_lifetime: 86_400,
    token_lifetime_for_web: 7_200,
    allow_offline_access: true,
    skip_consent_for_verifiable_first_party_clients: true,
  },
  SigningKey: {
    kid,
    cert: certificate,
    fingerprint: '6B:1E:…:90',
    thumbprint: '6B1E…90',
    next: false,
    current: true,
    previous: false,
    current_since: at,
    revoked: false,
  },
  SigningKeyCertificate: { cert: certificate, kid },
  TenantSettings: {
    friendly_name: 'Morgenrot',
    support_email: 'help@morgenrot.example',
    default_directory: 'customers',
    flags: { enable_public_signup_user_exists_error: false },
    enabled_locales: ['en', 'de'],
  },
  Tombstone: {
    id: '6750c1f2a4b8d93e5f017c33',
    connection_id: 'con_Zb0Xq6U3nT8sR1yL',
    user_id: userId,
    email: 'ada@morgenrot.example',
    deleted_at: at,
    password_set_here: false,
    blocked: false,
    state: 'standing',
  },
  User: {
    user_id: userId,
    email: 'ada@morgenrot.example',
    email_verified: true,
    name: 'Ada Lovelace',
    nickname: 'ada',
    user_metadata: { theme: 'dark' },
    app_metadata: { plan: 'gold' },
    blocked: false,
    identities: [
      {
        connection: 'customers',
        provider: 'auth0',
        user_id: '6750c1f2a4b8d93e5f017c30',
        isSocial: false,
      },
    ],
    created_at: '2019-04-02T08:00:00.000Z',
    updated_at: at,
    last_login: at,
    last_ip: '203.0.113.7',
    logins_count: 1,
    segue: { origin: 'migrated', migrated_at: at, script_version: '3', legacy_ms: 21.4 },
  },
};

/** What is sent, by the call. */
export const requestExamples: Readonly<Record<string, unknown>> = {
  'POST /connections': {
    name: 'customers',
    strategy: 'auth0',
    enabled_clients: [clientId],
    options: { password_complexity_options: { min_length: 10 } },
  },
  'PATCH /connections/:id': { display_name: 'Customers', is_domain_connection: true },
  'PATCH /connections/:id/clients': [{ client_id: clientId, status: true }],
  'POST /users': {
    connection: 'customers',
    email: 'ada@morgenrot.example',
    password: 'correct horse battery staple',
    email_verified: true,
    app_metadata: { plan: 'gold' },
  },
  'PATCH /users/:id': { name: 'Ada Lovelace', app_metadata: { plan: 'gold' } },
  'POST /tickets/password-change': { user_id: userId, ttl_sec: 3600 },
  'POST /tickets/email-verification': { user_id: userId },
  'POST /jobs/verification-email': { user_id: userId },
  'POST /clients': {
    name: 'Shop',
    app_type: 'regular_web',
    callbacks: ['https://shop.morgenrot.example/callback'],
  },
  'PATCH /clients/:id': { allowed_logout_urls: ['https://shop.morgenrot.example/'] },
  'POST /client-grants': { client_id: clientId, audience: shopApi, scope: ['read:orders'] },
  'PATCH /client-grants/:id': { scope: ['read:orders'] },
  'POST /resource-servers': {
    identifier: shopApi,
    name: 'Orders',
    scopes: [{ value: 'read:orders', description: 'Read orders' }],
  },
  'PATCH /resource-servers/:id': { token_lifetime: 3600 },
  'PATCH /tenants/settings': { friendly_name: 'Morgenrot', default_directory: 'customers' },
};

/** The example of an answer for its schema, where the story has one. */
export function answerExample(title: string): { readonly examples?: readonly unknown[] } {
  return Object.hasOwn(answers, title) ? { examples: [answers[title]] } : {};
}

/** An endpoint with the example of its request, where the story has one. */
export function withExample<Needs>(endpoint: Endpoint<Needs>): Endpoint<Needs> {
  const name = `${endpoint.method} ${endpoint.url}`;
  const { body } = endpoint.schema;
  if (!Object.hasOwn(requestExamples, name) || !isPlainObject(body)) return endpoint;
  return {
    ...endpoint,
    schema: { ...endpoint.schema, body: { ...body, examples: [requestExamples[name]] } },
  };
}
