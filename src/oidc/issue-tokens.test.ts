import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { ada, api, issuer, management, type OidcUnderTest, openOidc, secret } from './fakes/open-oidc.ts';
import { login } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
after(() => edge.close());

async function tokens(changes: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await edge.post('/oauth/token', { ...login, ...changes });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

async function verified(token: unknown): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await edge.server.inject('/.well-known/jwks.json')).json());
  return (await jwtVerify(String(token), keys)).payload;
}

test('an access token for an API: a JWT with the claims of Auth0', async () => {
  const body = await tokens({ audience: api, scope: 'read:things unknown:scope' });
  const { iat, exp, jti, ...claims } = await verified(body['access_token']);
  assert.deepEqual(claims, {
    iss: issuer,
    sub: 'auth0|ada',
    aud: api,
    azp: 'web',
    scope: 'read:things',
    gty: 'password',
  });
  assert.equal(Number(exp) - Number(iat), 7200);
  assert.match(String(jti), /^1\../);
  assert.deepEqual(Object.keys(decodeProtectedHeader(String(body['access_token']))).sort(), [
    'alg',
    'kid',
    'typ',
  ]);
  assert.equal(decodeProtectedHeader(String(body['access_token'])).typ, 'JWT');
  assert.deepEqual(
    { ...body, access_token: 0 },
    { access_token: 0, scope: 'read:things', expires_in: 7200, token_type: 'Bearer' },
  );
});

test('with openid it is for /userinfo too, and there is an ID token', async () => {
  const body = await tokens({ audience: api, scope: 'openid profile email read:things' });
  assert.deepEqual((await verified(body['access_token'])).aud, [api, `${issuer}userinfo`]);
  const { iat, exp, ...claims } = await verified(body['id_token']);
  assert.deepEqual(claims, {
    iss: issuer,
    aud: 'web',
    sub: 'auth0|ada',
    name: 'Ada Lovelace',
    nickname: 'ada',
    given_name: 'Ada',
    updated_at: '2023-11-14T22:13:20.000Z',
    email: 'ada@example.com',
    email_verified: true,
  });
  assert.equal(Number(exp) - Number(iat), 36_000);
});

test('an ID token tells what the scopes show', async () => {
  assert.deepEqual(Object.keys(decodeJwt(String((await tokens({ scope: 'openid' }))['id_token']))).sort(), [
    'aud',
    'exp',
    'iat',
    'iss',
    'sub',
  ]);
  assert.equal((await tokens({ scope: 'profile email' }))['id_token'], undefined);
});

test('without an API scope among those asked for, a user gets all of the API’s', async () => {
  assert.equal((await tokens({ audience: api }))['scope'], 'read:things write:things');
  assert.equal(
    (await tokens({ audience: api, scope: 'openid' }))['scope'],
    'openid read:things write:things',
  );
});

test('without an audience the access token is opaque and for /userinfo', async () => {
  for (const audience of [undefined, `${issuer}userinfo`]) {
    const body = await tokens(audience === undefined ? { scope: 'openid' } : { scope: 'openid', audience });
    assert.match(String(body['access_token']), /^[\w-]{43}$/);
    assert.equal(body['expires_in'], 86_400);
  }
});

test('the tenant’s default audience stands in for one that is not named', async () => {
  await edge.tenant.settings.update({ defaultAudience: api });
  const body = await tokens({});
  await edge.tenant.settings.update({ defaultAudience: null });
  assert.equal((await verified(body['access_token'])).aud, api);
});

test('HS256 where the client asks for it, with its secret', async () => {
  const body = await tokens({ client_id: 'hs', scope: 'openid' });
  const [head, payload, signature] = String(body['id_token']).split('.');
  assert.equal(decodeProtectedHeader(String(body['id_token'])).alg, 'HS256');
  assert.equal(signature, createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url'));
});

test('a refresh token only with offline_access, where the API and the client allow it', async () => {
  assert.equal(typeof (await tokens({ scope: 'offline_access' }))['refresh_token'], 'string');
  assert.equal((await tokens({ scope: 'openid' }))['refresh_token'], undefined);
  const online = await tokens({ scope: 'openid offline_access', audience: 'https://online.example.com' });
  assert.equal(online['refresh_token'], undefined);
  assert.ok(!String(online['scope']).includes('offline_access'));
  await edge.tenant.clients.update('hs', { grantTypes: ['password'] });
  assert.equal((await tokens({ client_id: 'hs', scope: 'offline_access' }))['refresh_token'], undefined);
});

test('a client’s own token: scopes asked for that its grant holds', async () => {
  const machine = { client_id: 'machine', grant_type: 'client_credentials', audience: api };
  const body = await tokens(machine);
  const { iat, exp, jti, ...claims } = await verified(body['access_token']);
  assert.deepEqual(claims, {
    iss: issuer,
    sub: 'machine@clients',
    aud: api,
    azp: 'machine',
    scope: 'read:things',
    gty: 'client-credentials',
  });
  assert.equal(Number(exp) - Number(iat), 7200);
  assert.equal(typeof jti, 'string');
  assert.equal((await tokens({ ...machine, scope: 'read:things write:things' }))['scope'], 'read:things');
  const none = await tokens({ ...machine, scope: 'write:things' });
  assert.equal(none['scope'], undefined);
  assert.equal((await verified(none['access_token']))['scope'], undefined);
});

test('Management API tokens come by client credentials alone (S3)', async () => {
  const machine = { client_id: 'machine', grant_type: 'client_credentials', audience: management };
  const body = await tokens(machine);
  const verdict = await edge.oidc.verifyAccessToken(String(body['access_token']), management);
  assert.deepEqual(verdict, {
    ok: true,
    claims: { sub: 'machine@clients', azp: 'machine', scope: ['read:users'], gty: 'client-credentials' },
  });
  for (const grant of ['password', 'http://auth0.com/oauth/grant-type/password-realm']) {
    const answer = await edge.post('/oauth/token', {
      ...login,
      grant_type: grant,
      realm: 'Users',
      audience: management,
    });
    assert.equal(answer.status, 403);
    assert.equal(answer.body['error'], 'access_denied');
  }
  await edge.tenant.settings.update({ defaultAudience: management });
  const byDefault = await edge.post('/oauth/token', login);
  await edge.tenant.settings.update({ defaultAudience: null });
  assert.equal(byDefault.status, 403);
});

test('an API under our own address, in any spelling, has no tokens for anybody (S3)', async () => {
  for (const [index, identifier] of [
    `${issuer}api/v3/`,
    'http://ID.example.com./api/v2',
    'https://id.example.com:443/api/v2/',
  ].entries()) {
    await edge.tenant.resourceServers.insert({
      id: `rs${index}`,
      identifier,
      name: 'trap',
      scopes: [{ value: 'read:users', description: null }],
      signingAlg: 'RS256',
      tokenLifetimeSeconds: 60,
      tokenLifetimeForWebSeconds: 60,
      allowOfflineAccess: true,
      skipConsentForFirstParty: true,
      isSystem: false,
      createdAt: 0,
    });
    const id = `cgr_trap${index}`;
    await edge.tenant.clientGrants.insert({
      id,
      clientId: 'machine',
      audience: identifier,
      scope: ['read:users'],
      createdAt: 0,
    });
    assert.equal((await edge.post('/oauth/token', { ...login, audience: identifier })).status, 403);
    const machine = {
      client_id: 'machine',
      client_secret: secret,
      grant_type: 'client_credentials',
      audience: identifier,
    };
    assert.equal((await edge.post('/oauth/token', machine)).status, 403);
  }
});

test('only good access tokens for the audience are let in', async () => {
  const body = await tokens({ client_id: 'machine', grant_type: 'client_credentials', audience: api });
  const token = String(body['access_token']);
  assert.equal((await edge.oidc.verifyAccessToken(token, api)).ok, true);
  assert.deepEqual(await edge.oidc.verifyAccessToken(token, management), { ok: false, reason: 'invalid' });
  const [head, , signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), aud: management })).toString('base64url');
  assert.equal((await edge.oidc.verifyAccessToken(`${head}.${forged}.${signature}`, management)).ok, false);
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  assert.equal((await edge.oidc.verifyAccessToken(`${unsigned}.${forged}.`, management)).ok, false);
  for (const noise of ['', 'x', '..', 'a.b.c']) {
    assert.equal((await edge.oidc.verifyAccessToken(noise, api)).ok, false);
  }
  const idToken = String((await tokens({ scope: 'openid' }))['id_token']);
  assert.equal(
    (await edge.oidc.verifyAccessToken(idToken, 'web')).ok,
    false,
    'an ID token is no access token',
  );
  const other = await openOidc(createInMemoryTenantStore());
  const theirs = await other.post('/oauth/token', { ...login, audience: api });
  await other.close();
  assert.equal((await edge.oidc.verifyAccessToken(String(theirs.body['access_token']), api)).ok, false);
});

test('a user without names is called by the address', async () => {
  edge.users.set(ada.userId, { ...ada, name: null, givenName: null });
  const claims = decodeJwt(String((await tokens({ scope: 'openid profile' }))['id_token']));
  edge.users.set(ada.userId, ada);
  assert.equal(claims['name'], 'ada@example.com');
  assert.equal(claims['nickname'], 'ada');
  assert.equal(claims['given_name'], undefined);
});

test('each issued client token is an event, each refused one too', async () => {
  edge.events.length = 0;
  const machine = { client_id: 'machine', grant_type: 'client_credentials', audience: api };
  await tokens(machine);
  await edge.post('/oauth/token', { ...login, ...machine, client_secret: 'wrong' });
  await edge.post('/oauth/token', { ...login, ...machine, audience: 'https://online.example.com' });
  const source = { ip: '127.0.0.1', userAgent: 'lightMyRequest' };
  assert.deepEqual(edge.events, [
    { kind: 'client-token-issued', audience: api, clientId: 'machine', source },
    { kind: 'client-token-refused', error: 'invalid secret provided', clientId: 'machine', source },
    { kind: 'client-token-refused', error: 'access_denied', clientId: 'machine', source },
  ]);
});
