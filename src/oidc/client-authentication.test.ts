import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { readClientId } from './client-id.ts';
import { type OidcUnderTest, openOidc, secret } from './fakes/open-oidc.ts';
import { basic, login, testRequests } from './fakes/request-table.ts';

let edge: OidcUnderTest;
before(async () => {
  edge = await openOidc(createInMemoryTenantStore());
});
after(() => edge.close());

const byHeader = { ...login, client_id: undefined, client_secret: undefined };
const headers = basic('basic', secret);
const malformed = { grant_type: 'password' };

testRequests(
  () => edge,
  [
    ['Basic', byHeader, '200', { headers }],
    ['Basic in JSON', byHeader, '200', { headers, as: 'json' }],
    ['Basic and the client id in the body', { ...byHeader, client_id: 'basic' }, '200', { headers }],
    ['a client registered for Basic posts', { ...login, client_id: 'basic' }, '200'],
    ['a client registered for posting uses Basic', byHeader, '200', { headers: basic('web', secret) }],
    ['a public client', { ...login, client_id: 'spa', client_secret: undefined }, '200'],
    ['a public client that sends a secret', { ...login, client_id: 'spa', client_secret: 'x' }, '200'],
    ['a public client that sends Basic', byHeader, '200', { headers: basic('spa', 'x') }],
    ['a public client that sends Basic without secret', byHeader, '200', { headers: basic('spa', '') }],

    ['wrong secret', { ...login, client_secret: 'nope' }, '401 access_denied: Unauthorized'],
    ['no secret', { ...login, client_secret: undefined }, '401 access_denied: Unauthorized'],
    ['empty secret', { ...login, client_secret: '' }, '401 access_denied: Unauthorized'],
    ['the secret and more', { ...login, client_secret: `${secret}x` }, '401 access_denied: Unauthorized'],
    ['unknown client', { ...login, client_id: 'nobody' }, '401 access_denied: Unauthorized'],
    ['a prototype key as client', { ...login, client_id: '__proto__' }, '401 access_denied: Unauthorized'],
    [
      'wrong secret by Basic',
      byHeader,
      '401 access_denied: Unauthorized',
      { headers: basic('basic', 'nope') },
    ],
    [
      'unknown client by Basic',
      byHeader,
      '401 access_denied: Unauthorized',
      { headers: basic('nobody', 'x') },
    ],

    ['Basic without a colon', malformed, '400 invalid_request', { headers: { authorization: 'Basic Zm9v' } }],
    [
      'Basic that is no base64',
      malformed,
      '400 invalid_request',
      { headers: { authorization: 'Basic %%%' } },
    ],
    ['Basic with a broken escape', malformed, '400 invalid_request', { headers: basic('%zz', 'x') }],
    ['Basic with NUL', malformed, '400 invalid_request', { headers: basic('a\0b', 'x') }],
    ['Basic without a secret', malformed, '400 invalid_request', { headers: basic('basic', '') }],
    ['Bearer instead', malformed, '400 invalid_request', { headers: { authorization: 'Bearer abc' } }],
    ['two ways at once', { ...login, client_id: 'basic' }, '400 invalid_request', { headers }],
    ['two different clients', { ...byHeader, client_id: 'web' }, '400 invalid_request', { headers }],
  ],
);

test('who came with Basic is refused in kind; others are not', async () => {
  const answer = await edge.post('/oauth/token', byHeader, { headers: basic('basic', 'nope') });
  assert.equal(answer.headers['www-authenticate'], 'Basic realm="https://id.example.com/"');
  const posted = await edge.post('/oauth/token', { ...login, client_secret: 'nope' });
  assert.equal(posted.headers['www-authenticate'], undefined);
});

test('a client id is read from the body, else from Basic, percent-encoded; only printable ASCII is one', () => {
  assert.equal(readClientId('web', basic('other', 'x')['authorization']), 'web');
  assert.equal(readClientId(undefined, basic('a%3Ab+c', 'x')['authorization']), 'a:b c');
  for (const noise of [undefined, '', 'Basic', 'Basic Og==', 'Basic Zm', 'Basic \u00e9', 'Bearer x']) {
    const found = readClientId(undefined, noise);
    assert.ok(found === undefined || found === 'f', noise);
  }
  assert.equal(readClientId('ü', undefined), undefined);
  assert.equal(readClientId('a\nb', undefined), undefined);
});
