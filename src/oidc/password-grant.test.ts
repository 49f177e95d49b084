import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { LogInOutcome } from '../accounts/index.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { ada, type OidcUnderTest, openOidc, secret } from './fakes/open-oidc.ts';
import { login } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
beforeEach(() => {
  delete edge.nextLogIn;
});
after(() => edge.close());

const outcomes: readonly [LogInOutcome, string, string?][] = [
  [{ outcome: 'wrong-credentials' }, '403 invalid_grant: Wrong email or password.'],
  [{ outcome: 'blocked' }, '401 unauthorized: user is blocked'],
  [
    { outcome: 'too-many-attempts', limit: 'identifier', retryAfterSeconds: 60 },
    '429 too_many_attempts: Your account has been blocked after multiple consecutive login attempts.',
    '60',
  ],
  [
    { outcome: 'too-many-attempts', limit: 'address', retryAfterSeconds: 60 },
    '429 too_many_attempts: We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator.',
    '60',
  ],
  [
    { outcome: 'too-many-attempts', limit: 'waiting', retryAfterSeconds: 1 },
    '429 too_many_attempts: Too many requests. Try again later.',
    '1',
  ],
  [
    { outcome: 'busy', retryAfterSeconds: 3 },
    '503 temporarily_unavailable: The server is busy. Try again later.',
    '3',
  ],
  [
    { outcome: 'unavailable', retryAfterSeconds: 7 },
    '503 temporarily_unavailable: The user directory cannot be reached. Try again later.',
    '7',
  ],
  [{ outcome: 'script-fault' }, "400 extensibility_error: The connection's login script failed."],
  [{ outcome: 'refused', code: 'unauthorized', message: 'Verify first.' }, '401 unauthorized: Verify first.'],
  [{ outcome: 'refused', code: 'email-too-long', message: 'Too long.' }, '400 email-too-long: Too long.'],
  [{ outcome: 'refused', code: 'a code\r\nwith more', message: 'No.' }, '401 unauthorized: No.'],
];
for (const [outcome, expected, retryAfter] of outcomes) {
  test(`a login that comes to ${JSON.stringify(outcome)}: ${expected}`, async () => {
    edge.nextLogIn = async () => outcome;
    const { status, body, headers } = await edge.post('/oauth/token', login);
    assert.equal(`${status} ${body['error']}: ${body['error_description']}`, expected);
    assert.equal(headers['retry-after'], retryAfter);
  });
}

test('without a default directory the realm is needed', async () => {
  await edge.tenant.settings.update({ defaultDirectory: null });
  const answer = await edge.post('/oauth/token', login);
  const named = await edge.post('/oauth/token', { ...login, realm: 'Users' });
  await edge.tenant.settings.update({ defaultDirectory: 'Users' });
  assert.equal(answer.status, 400);
  assert.deepEqual(answer.body, {
    error: 'invalid_request',
    error_description: 'Authorization server not configured with default connection.',
  });
  assert.equal(named.status, 200);
});

test('the login is told the connection, what was typed, the client, the grant and the source', async () => {
  edge.attempts.length = 0;
  await edge.post('/oauth/token', { ...login, username: ' Ada@Example.com ', password: ' p w ' });
  const [attempt] = edge.attempts;
  assert.equal(attempt?.connection.name, 'Users');
  assert.equal(attempt?.identifier, ' Ada@Example.com ');
  assert.equal(attempt?.password, ' p w ');
  assert.equal(attempt?.clientId, 'web');
  assert.equal(attempt?.grant, 'password');
  assert.deepEqual(attempt?.source, { ip: '127.0.0.1', userAgent: 'lightMyRequest' });
});

test('nobody is asked for a password when the client or the audience is refused', async () => {
  edge.attempts.length = 0;
  for (const change of [
    { client_secret: 'x' },
    { audience: 'https://nobody.example' },
    { client_id: 'machine' },
  ]) {
    await edge.post('/oauth/token', { ...login, ...change });
  }
  assert.deepEqual(edge.attempts, []);
});

test('auth0-forwarded-for counts from authenticated clients with the setting on, and from no other (S13)', async () => {
  const ipOf = async (clientId: string, header = '203.0.113.9', clientSecret = secret): Promise<unknown> => {
    edge.attempts.length = 0;
    const body = { ...login, client_id: clientId, client_secret: clientSecret };
    await edge.post('/oauth/token', body, { headers: { 'auth0-forwarded-for': header } });
    return edge.attempts[0]?.source.ip;
  };
  assert.equal(await ipOf('web'), '127.0.0.1');
  for (const clientId of ['web', 'spa']) {
    await edge.tenant.clients.update(clientId, { other: { token_endpoint_ip_header_trusted: true } });
  }
  assert.equal(await ipOf('web'), '203.0.113.9');
  assert.equal(await ipOf('web', 'not an address'), '127.0.0.1');
  assert.equal(await ipOf('spa'), '127.0.0.1');
  assert.equal(await ipOf('web', '203.0.113.9', 'wrong'), undefined);
});

test('a password changed between its check and the write: wrong credentials, nothing kept (S6)', async () => {
  for (const scope of ['openid', 'openid offline_access']) {
    edge.users.set(ada.userId, ada);
    const before = edge.storage.dump();
    edge.nextLogIn = async () => {
      edge.users.set(ada.userId, { ...ada, credentialVersion: 2 }); // while the login is on its way back
      return { outcome: 'authenticated', user: ada, migrated: false };
    };
    const answer = await edge.post('/oauth/token', { ...login, scope });
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.body, { error: 'invalid_grant', error_description: 'Wrong email or password.' });
    assert.equal(edge.storage.dump(), before);
  }
  edge.users.set(ada.userId, ada);
});
