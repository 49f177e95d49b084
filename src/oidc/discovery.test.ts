import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { type OidcUnderTest, openOidc } from './fakes/open-oidc.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
after(() => edge.close());

test('discovery names what is served, at the issuer, whatever the Host', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  const answer = await edge.server.inject({ url: '/.well-known/openid-configuration', headers });
  const document = answer.json();
  assert.equal(document.issuer, 'https://id.example.com/');
  assert.equal(document.token_endpoint, 'https://id.example.com/oauth/token');
  assert.equal(document.authorization_endpoint, undefined);
  assert.equal(document.end_session_endpoint, undefined);
  assert.ok(!answer.body.includes('evil'));
  for (const endpoint of [document.token_endpoint, document.revocation_endpoint]) {
    const { pathname } = new URL(endpoint);
    assert.notEqual((await edge.server.inject({ method: 'POST', url: pathname })).statusCode, 404, endpoint);
  }
});

test('the provider’s other routes are not served', async () => {
  for (const url of ['/authorize', '/auth', '/session/end', '/me', '/jwks', '/token', '/oidc/logout']) {
    assert.equal((await edge.server.inject(url)).statusCode, 404, url);
  }
});

test('the JWKS may be cached for a short while, and holds no private part', async () => {
  const answer = await edge.server.inject('/.well-known/jwks.json');
  assert.match(String(answer.headers['cache-control']), /^public, max-age=15/);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  for (const key of answer.json().keys)
    assert.deepEqual(Object.keys(key), ['kty', 'n', 'e', 'kid', 'alg', 'use', 'x5t', 'x5c']);
});
