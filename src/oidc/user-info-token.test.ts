import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { ada, api, type OidcUnderTest, openOidc, secret } from './fakes/open-oidc.ts';
import { login } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
beforeEach(() => {
  edge.users.set(ada.userId, ada);
});
after(() => edge.close());

const invalid = { ok: false, reason: 'invalid' };

async function accessToken(changes: Record<string, unknown>): Promise<string> {
  return String((await edge.post('/oauth/token', { ...login, ...changes })).body['access_token']);
}

const kinds: readonly [string, Record<string, unknown>][] = [
  ['an opaque token', {}],
  ['a JWT', { audience: api }],
];
for (const [kind, changes] of kinds) {
  test(`${kind} tells what its scopes show, as the user is now`, async () => {
    const token = await accessToken({ ...changes, scope: 'openid email' });
    edge.users.set(ada.userId, { ...ada, email: 'ada@new.example', emailVerified: false });
    assert.deepEqual(await edge.oidc.verifyUserInfoToken(token), {
      ok: true,
      claims: { sub: 'auth0|ada', email: 'ada@new.example', email_verified: false },
    });
  });

  test(`${kind} without openid is not for /userinfo`, async () => {
    const verdict = await edge.oidc.verifyUserInfoToken(await accessToken({ ...changes, scope: 'email' }));
    assert.equal(verdict.ok, false);
  });

  test(`${kind} ends with the user, a block, or a change of credentials (S12)`, async () => {
    const token = await accessToken({ ...changes, scope: 'openid' });
    for (const user of [
      { ...ada, blocked: true },
      { ...ada, credentialVersion: 2 },
    ]) {
      edge.users.set(ada.userId, user);
      assert.deepEqual(await edge.oidc.verifyUserInfoToken(token), invalid);
    }
    edge.users.delete(ada.userId);
    assert.deepEqual(await edge.oidc.verifyUserInfoToken(token), invalid);
    edge.users.set(ada.userId, ada);
    assert.equal((await edge.oidc.verifyUserInfoToken(token)).ok, true);
  });
}

test('tokens of machines, ID tokens, refresh tokens and noise are no access tokens of a user', async () => {
  const machine = { client_id: 'machine', grant_type: 'client_credentials', audience: api };
  const answer = await edge.post('/oauth/token', { ...login, scope: 'openid offline_access' });
  for (const token of [
    await accessToken(machine),
    String(answer.body['id_token']),
    String(answer.body['refresh_token']),
    'noise',
    'a.b.c',
    '',
  ]) {
    assert.deepEqual(await edge.oidc.verifyUserInfoToken(token), invalid);
  }
});

test('an opaque token ends when its family is revoked', async () => {
  const { body } = await edge.post('/oauth/token', { ...login, scope: 'openid offline_access' });
  await edge.post('/oauth/revoke', { client_id: 'web', client_secret: secret, token: body['refresh_token'] });
  assert.deepEqual(await edge.oidc.verifyUserInfoToken(String(body['access_token'])), invalid);
});
