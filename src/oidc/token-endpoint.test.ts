import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { type OidcUnderTest, openOidc, secret } from './fakes/open-oidc.ts';
import { login, machine, testRequests, web } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
beforeEach(() => {
  delete edge.nextLogIn;
  edge.events.length = 0;
});
after(() => edge.close());

const realm = 'Users';
const realmLogin = { ...login, grant_type: 'http://auth0.com/oauth/grant-type/password-realm' };
const json = { as: 'json' } as const;
const revoke = { path: '/oauth/revoke' };

testRequests(
  () => edge,
  [
    ['password', login, '200'],
    ['password with realm', { ...login, realm }, '200'],
    ['password-realm', { ...realmLogin, realm }, '200'],
    ['password-realm in JSON', { ...realmLogin, realm }, '200', json],
    ['client_credentials', machine, '200'],
    ['unknown parameters pass', { ...machine, auth0Client: { name: 'x' }, n: 5 }, '200', json],

    ['no client', { grant_type: 'password' }, '400 invalid_request: Missing required parameter: client_id'],
    ['empty body', {}, '400 invalid_request: Missing required parameter: client_id'],
    ['no grant type', web, '400 invalid_request: Missing required parameter: grant_type'],
    [
      'unknown grant type',
      { ...web, grant_type: 'magic' },
      '400 unsupported_grant_type: Unsupported grant type: magic',
    ],
    ['not served yet', { ...web, grant_type: 'authorization_code' }, '400 unsupported_grant_type'],
    ['a prototype key as grant type', { ...web, grant_type: '__proto__' }, '400 unsupported_grant_type'],
    [
      'a grant type that the client does not list',
      { ...login, client_id: 'machine' },
      "403 unauthorized_client: Grant type 'password' not allowed for the client.",
    ],
    [
      'client credentials for a public client',
      { ...machine, client_id: 'spa' },
      "403 unauthorized_client: Grant type 'client_credentials' not allowed for the client.",
    ],
    ['no username', { ...login, username: '' }, '400 invalid_request: Missing required parameter: username'],
    [
      'an empty password',
      { ...login, password: '' },
      '400 invalid_request: Missing required parameter: password',
    ],
    ['password-realm without realm', realmLogin, '400 invalid_request: Missing required parameter: realm'],
    [
      'no refresh token',
      { ...web, grant_type: 'refresh_token' },
      '400 invalid_request: Missing required parameter: refresh_token',
    ],
    [
      'no audience',
      { ...machine, audience: '' },
      '400 invalid_request: Missing required parameter: audience',
    ],
    ['unknown realm', { ...login, realm: 'Elsewhere' }, '400 invalid_request: the connection was not found'],
    [
      'unknown audience',
      { ...login, audience: 'https://nobody.example.com' },
      '403 access_denied: Service not enabled within domain: https://nobody.example.com',
    ],
    [
      'an audience without client grant',
      { ...machine, audience: 'https://online.example.com' },
      '403 access_denied: Client is not authorized to access "https://online.example.com".',
    ],
    ['scope with forbidden characters', { ...login, scope: 'open"id' }, '400 invalid_scope'],

    ['a number', { ...login, password: 5 }, '400 invalid_request', json],
    ['null', { ...login, password: null }, '400 invalid_request', json],
    ['an array', { ...login, scope: ['openid'] }, '400 invalid_request', json],
    ['an object', { ...login, client_id: { $ne: 1 } }, '400 invalid_request', json],
    ['NUL in a parameter', { ...login, client_id: 'a\0b' }, '400 invalid_request'],
    ['half a surrogate pair', { ...login, username: '\ud800' }, '400 invalid_request', json],
    ['an overlong client id', { ...login, client_id: 'x'.repeat(256) }, '400 invalid_request'],
    ['an overlong scope', { ...login, scope: 'x'.repeat(4097) }, '400 invalid_request'],
    ['an overlong password', { ...login, password: 'x'.repeat(4097) }, '400 invalid_request'],
    ['64 kB in a form', { ...login, x: 'x'.repeat(65_536) }, '413 invalid_request'],
    ['64 kB of JSON', { ...login, x: 'x'.repeat(65_536) }, '413 invalid_request', json],

    ['revoking nothing', web, '400 invalid_request: Missing required parameter: token', revoke],
    [
      'revoking without a client',
      { token: 'x' },
      '400 invalid_request: Missing required parameter: client_id',
      revoke,
    ],
    [
      'revoking with a wrong secret',
      { ...web, client_secret: 'nope', token: 'x' },
      '401 access_denied',
      revoke,
    ],
    ['revoking what nobody knows', { ...web, token: 'x' }, '200', revoke],
    ['revoking a JWT', { ...web, token: 'eyJhbGciOiJub25lIn0.e30.' }, '400 unsupported_token_type', revoke],
  ],
);

const form = 'application/x-www-form-urlencoded';
const malformed: readonly [string, string, string, number][] = [
  ['a parameter twice', form, 'client_id=web&grant_type=password&client_id=web', 400],
  ['a prototype key in a form', form, 'client_id=web&__proto__=x', 400],
  [
    'a prototype key in JSON',
    'application/json',
    '{"client_id":"web","__proto__":{"grant_type":"password"}}',
    400,
  ],
  ['broken JSON', 'application/json', '{"client_id":', 400],
  ['a JSON array', 'application/json', '[]', 400],
  ['a JSON string', 'application/json', '"x"', 400],
  ['no JSON at all', 'application/json', '', 400],
  ['another media type', 'text/xml', '<a/>', 415],
];
for (const [why, type, payload, status] of malformed) {
  test(`${why}: ${status}`, async () => {
    for (const url of ['/oauth/token', '/oauth/revoke']) {
      const headers = { 'content-type': type, accept: 'text/html' };
      const answer = await edge.server.inject({ method: 'POST', url, payload, headers });
      assert.equal(answer.statusCode, status, answer.body);
      assert.equal(answer.json()['error'], 'invalid_request');
      assert.match(String(answer.headers['content-type']), /^application\/json/);
    }
  });
}

test('a request without any body is malformed', async () => {
  const answer = await edge.server.inject({ method: 'POST', url: '/oauth/token' });
  assert.equal(answer.statusCode, 400);
  assert.equal(answer.json()['error'], 'invalid_request');
});

test('what nobody expected: 500 in OAuth form, the cause in the log alone', async () => {
  edge.nextLogIn = async () => {
    throw new Error('the disk is on fire');
  };
  const answer = await edge.post('/oauth/token', login, { headers: { accept: 'text/html' } });
  assert.equal(answer.status, 500);
  assert.equal(answer.body['error'], 'server_error');
  assert.ok(!answer.text.includes('fire'));
  assert.ok(edge.logLines.some((line) => line.includes('the disk is on fire')));
});

test('a change of a client counts with the next request', async () => {
  const client = await edge.tenant.clients.find('web');
  assert.equal((await edge.post('/oauth/token', login)).status, 200);
  await edge.tenant.clients.update('web', { grantTypes: [] });
  assert.equal((await edge.post('/oauth/token', login)).body['error'], 'unauthorized_client');
  const other = edge.sealer.seal('another-secret', { table: 'clients', row: 'web', field: 'secret' });
  await edge.tenant.clients.update('web', { grantTypes: client?.grantTypes ?? [], sealedSecret: other });
  assert.equal((await edge.post('/oauth/token', login)).status, 401);
  assert.equal((await edge.post('/oauth/token', { ...login, client_secret: 'another-secret' })).status, 200);
  await edge.tenant.clients.update('web', { sealedSecret: client?.sealedSecret ?? '' });
});

test('a secret that was moved to another client does not open (S10)', async () => {
  const sealedSecret = (await edge.tenant.clients.find('web'))?.sealedSecret ?? '';
  const machineSecret = (await edge.tenant.clients.find('machine'))?.sealedSecret ?? '';
  await edge.tenant.clients.update('machine', { sealedSecret });
  assert.equal((await edge.post('/oauth/token', { ...machine, client_secret: secret })).status, 500);
  await edge.tenant.clients.update('machine', { sealedSecret: machineSecret });
  assert.equal((await edge.post('/oauth/token', machine)).status, 200);
});
