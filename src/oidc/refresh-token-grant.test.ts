import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { decodeJwt } from 'jose';
import type { User } from '../accounts/index.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import type { Client, RefreshTokenPolicy } from '../tenant/index.ts';
import {
  ada,
  api,
  clientNamed,
  management,
  type OidcUnderTest,
  openOidc,
  type PostAnswer,
  secret,
} from './fakes/open-oidc.ts';
import { login } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
beforeEach(() => {
  edge.events.length = 0;
  edge.users.set(ada.userId, ada);
});
after(() => edge.close());

const unusable = { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' };

async function logIn(changes: Record<string, unknown> = {}): Promise<string> {
  const scope = 'openid offline_access read:things';
  const answer = await edge.post('/oauth/token', { ...login, audience: api, scope, ...changes });
  assert.equal(typeof answer.body['refresh_token'], 'string', answer.text);
  return String(answer.body['refresh_token']);
}

function refresh(token: string, changes: Record<string, unknown> = {}): Promise<PostAnswer> {
  const body = {
    client_id: 'web',
    client_secret: secret,
    grant_type: 'refresh_token',
    refresh_token: token,
    ...changes,
  };
  return edge.post('/oauth/token', body);
}

async function addClient(
  clientId: string,
  policy: Partial<RefreshTokenPolicy>,
  changes: Partial<Client> = {},
): Promise<void> {
  const client = clientNamed(clientId, edge.sealer, changes);
  await edge.tenant.clients.insert({ ...client, refreshTokens: { ...client.refreshTokens, ...policy } });
}

function assertUnusable(answer: PostAnswer): void {
  assert.equal(answer.status, 403, answer.text);
  assert.deepEqual(answer.body, unusable);
}

function refusals(): unknown[] {
  return edge.events.map((event) => (event.kind === 'token-refresh-refused' ? event.error : event.kind));
}

test('a refresh gives new tokens and a new refresh token', async () => {
  const first = await logIn();
  const answer = await refresh(first);
  assert.equal(answer.status, 200, answer.text);
  assert.notEqual(answer.body['refresh_token'], first);
  assert.equal(answer.body['scope'], 'openid offline_access read:things');
  const claims = decodeJwt(String(answer.body['access_token']));
  assert.equal(claims['gty'], 'refresh_token');
  assert.equal(claims.sub, 'auth0|ada');
  assert.deepEqual(claims.aud, [api, 'https://id.example.com/userinfo']);
  assert.equal(decodeJwt(String(answer.body['id_token'])).sub, 'auth0|ada');
  assert.equal((await refresh(String(answer.body['refresh_token']))).status, 200);
  assert.deepEqual(
    edge.events.map(({ kind, userId }) => [kind, userId]),
    [
      ['token-refreshed', 'auth0|ada'],
      ['token-refreshed', 'auth0|ada'],
    ],
  );
});

test('without an audience the refreshed access token is opaque', async () => {
  const answer = await edge.post('/oauth/token', { ...login, scope: 'openid offline_access' });
  const refreshed = await refresh(String(answer.body['refresh_token']));
  assert.match(String(refreshed.body['access_token']), /^[\w-]{43}$/);
});

test('fewer scopes on request; never more; the family keeps its own', async () => {
  const fewer = await refresh(await logIn(), { scope: 'read:things write:things' });
  assert.equal(fewer.body['scope'], 'read:things');
  assert.equal(fewer.body['id_token'], undefined);
  const next = await refresh(String(fewer.body['refresh_token']));
  assert.equal(next.body['scope'], 'openid offline_access read:things');
});

test('a token used again ends the family, its newest token too', async () => {
  const first = await logIn();
  const second = String((await refresh(first)).body['refresh_token']);
  edge.events.length = 0;
  assertUnusable(await refresh(first));
  assertUnusable(await refresh(second));
  assert.deepEqual(refusals(), ['used-again', 'unknown']);
  assert.equal(edge.events[0]?.userId, 'auth0|ada');
});

test('within the leeway a used token still answers, after it no more', async () => {
  await addClient('leeway', { leewaySeconds: 30 });
  const asLeeway = { client_id: 'leeway' };
  const first = await logIn(asLeeway);
  const second = String((await refresh(first, asLeeway)).body['refresh_token']);
  edge.clock.advance(20_000);
  const third = await refresh(first, asLeeway);
  assert.equal(third.status, 200);
  edge.clock.advance(9_000);
  assert.equal((await refresh(first, asLeeway)).status, 200, 'a use within the leeway does not prolong it');
  edge.clock.advance(2_000);
  assertUnusable(await refresh(first, asLeeway));
  assertUnusable(await refresh(second, asLeeway));
  assertUnusable(await refresh(String(third.body['refresh_token']), asLeeway));
});

test('of many refreshes at once one succeeds at most, and what they leave behind is dead', async () => {
  const first = await logIn();
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first)));
  assert.ok(answers.filter(({ status }) => status === 200).length <= 1);
  for (const { body } of answers) {
    if (typeof body['refresh_token'] === 'string') assertUnusable(await refresh(body['refresh_token']));
  }
});

test('a family revoked while it refreshes does not live on in the successor', async () => {
  const first = await logIn();
  const { consume } = edge.storage;
  edge.storage.consume = async (...all) => {
    edge.storage.consume = consume;
    await edge.post('/oauth/revoke', { client_id: 'web', client_secret: secret, token: first });
    return consume(...all);
  };
  const before = edge.storage.dump().length;
  assertUnusable(await refresh(first));
  assert.ok(edge.storage.dump().length < before, 'nothing was added');
});

test('a refresh token that does not rotate stays', async () => {
  await addClient('steady', { rotating: false });
  const token = await logIn({ client_id: 'steady' });
  for (let use = 0; use < 3; use += 1) {
    const answer = await refresh(token, { client_id: 'steady' });
    assert.equal(answer.status, 200);
    assert.equal(answer.body['refresh_token'], undefined);
  }
});

test('a token that is revoked while it refreshes does not come back', async () => {
  await addClient('halted', { rotating: false });
  const token = await logIn({ client_id: 'halted' });
  edge.clock.advance(60_000);
  const { renew } = edge.storage;
  edge.storage.renew = async (...all) => {
    edge.storage.renew = renew;
    await edge.post('/oauth/revoke', { client_id: 'halted', client_secret: secret, token });
    return renew(...all);
  };
  assertUnusable(await refresh(token, { client_id: 'halted' }));
  assertUnusable(await refresh(token, { client_id: 'halted' }));
});

for (const rotating of [true, false]) {
  test(`the policy of today counts${rotating ? '' : ', also without rotation'}`, async () => {
    const clientId = `strict-${rotating}`;
    await addClient(clientId, { rotating, lifetimeSeconds: 1000, idleLifetimeSeconds: 60 });
    const policy = { rotating, leewaySeconds: 0, lifetimeSeconds: 1000, idleLifetimeSeconds: 20 };
    const token = await logIn({ client_id: clientId });
    await edge.tenant.clients.update(clientId, { refreshTokens: policy });
    const answer = await refresh(token, { client_id: clientId });
    const newest = String(answer.body['refresh_token'] ?? token);
    edge.clock.advance(21_000);
    assertUnusable(await refresh(newest, { client_id: clientId }));
    const other = await logIn({ client_id: clientId });
    await edge.tenant.clients.update(clientId, { refreshTokens: { ...policy, lifetimeSeconds: 0 } });
    assertUnusable(await refresh(other, { client_id: clientId }));
  });
}

test('whoever is not the client of the token gets nothing, and ends nothing', async () => {
  const first = await logIn();
  assertUnusable(await refresh(first, { client_id: 'basic' }));
  assert.deepEqual(refusals(), ['issued-to-another-client']);
  assert.equal((await refresh(first)).status, 200);
});

const changed: readonly [string, User | undefined, string][] = [
  ['is gone', undefined, 'no-such-user'],
  ['has another password', { ...ada, credentialVersion: 2 }, 'credentials-changed'],
];
for (const [why, user, reason] of changed) {
  test(`a user who ${why} gets no new tokens (S12)`, async () => {
    const first = await logIn();
    edge.users.delete(ada.userId);
    if (user !== undefined) edge.users.set(ada.userId, user);
    assertUnusable(await refresh(first));
    assert.deepEqual(refusals(), [reason]);
  });
}

test('a refresh token that does not rotate ends with the password too, though nothing is written (S12)', async () => {
  await addClient('unmoved', { rotating: false });
  const token = await logIn({ client_id: 'unmoved' });
  edge.users.set(ada.userId, { ...ada, credentialVersion: 2 });
  assertUnusable(await refresh(token, { client_id: 'unmoved' }));
});

test('a blocked user is told so (S12)', async () => {
  const first = await logIn();
  edge.users.set(ada.userId, { ...ada, blocked: true });
  const answer = await refresh(first);
  assert.equal(answer.status, 401);
  assert.deepEqual(answer.body, { error: 'unauthorized', error_description: 'user is blocked' });
});

test('a client that may no longer use the connection cannot refresh (S13)', async () => {
  const token = await logIn();
  edge.barred.add('web');
  assertUnusable(await refresh(token));
  edge.barred.clear();
  assert.equal((await refresh(token)).status, 200);
});

test('a password changed between the look at the user and the write: no successor (S6)', async () => {
  const first = await logIn();
  const { save } = edge.storage;
  edge.storage.save = async (...all) => {
    edge.storage.save = save;
    edge.users.set(ada.userId, { ...ada, credentialVersion: 2 });
    return save(...all);
  };
  assertUnusable(await refresh(first));
});

test('a family stays with its API; it never turns to the Management API (S3)', async () => {
  const first = await logIn();
  for (const audience of [management, 'https://online.example.com', 'https://id.example.com/userinfo']) {
    const answer = await refresh(first, { audience });
    assert.equal(answer.status, 403);
    assert.equal(answer.body['error'], 'access_denied');
  }
  assert.equal((await refresh(first, { audience: api })).status, 200);
});

test('scopes that the API no longer has are gone with the next refresh', async () => {
  const first = await logIn();
  const server = await edge.tenant.resourceServers.findByIdentifier(api);
  assert.ok(server);
  await edge.tenant.resourceServers.update(server.id, { scopes: [] });
  const answer = await refresh(first);
  await edge.tenant.resourceServers.update(server.id, { scopes: server.scopes });
  assert.equal(answer.body['scope'], 'openid offline_access');
});

test('revoking ends the family and is an event; another client cannot', async () => {
  const first = await logIn();
  const second = String((await refresh(first)).body['refresh_token']);
  edge.events.length = 0;
  const revoke = (clientId: string, as: 'json' | 'form', token = second): Promise<PostAnswer> =>
    edge.post('/oauth/revoke', { client_id: clientId, client_secret: secret, token }, { as });
  assert.equal((await revoke('basic', 'form')).status, 200);
  assert.equal((await refresh(second, { client_id: 'basic' })).status, 403);
  edge.events.length = 0;
  const answer = await revoke('web', 'json');
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.deepEqual(edge.events, [
    {
      kind: 'token-revoked',
      clientId: 'web',
      userId: 'auth0|ada',
      source: { ip: '127.0.0.1', userAgent: 'lightMyRequest' },
    },
  ]);
  assertUnusable(await refresh(second));
});

test('what is stored holds no token', async () => {
  const first = await logIn();
  const opaque = await edge.post('/oauth/token', { ...login, scope: 'openid' });
  assert.ok(!edge.storage.dump().includes(first));
  assert.ok(!edge.storage.dump().includes(String(opaque.body['access_token'])));
});

test('noise instead of a refresh token', async () => {
  for (const noise of ['x', '__proto__', 'ü'.repeat(100), '../..', "' OR 1=1"])
    assertUnusable(await refresh(noise));
});
