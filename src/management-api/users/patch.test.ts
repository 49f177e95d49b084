import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, type RequestRow } from '../api-fixture.contract.ts';
import { openShop } from '../shop-fixture.contract.ts';

describe('PATCH /users/{id}', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'metadata is merged at the first level',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: { c: { d: 1 } }, app_metadata: { b: null } },
      status: 200,
      contains: ['"user_metadata":{"a":1,"c":{"d":1}}', '"app_metadata":{}'],
    },
    {
      name: 'an empty patch clears metadata',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: {} },
      status: 200,
      contains: ['"user_metadata":{}'],
    },
    {
      name: 'null takes a value away',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { name: null, given_name: 'Ada' },
      status: 200,
      contains: ['"given_name":"Ada"'],
      lacks: ['"name"'],
    },
    {
      name: 'a new email is not a verified one',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { email: 'z@x.example' },
      status: 200,
      contains: ['"email":"z@x.example"', '"email_verified":false'],
    },
    {
      name: 'an address that is none',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { email: 'z' },
      status: 400,
      contains: ['not an email address'],
    },
    {
      name: 'email and password at once',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { email: 'y@x.example', password: 'Pa55word-canary' },
      status: 400,
      contains: ['Cannot update email and password simultaneously'],
      lacks: ['canary'],
    },
    {
      name: 'a new password',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { password: 'Pa55word-canary', connection: 'local' },
      status: 200,
      contains: ['last_password_reset'],
      lacks: ['canary'],
    },
    {
      name: 'its own connection may be named',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { connection: 'local', nickname: 'countess' },
      status: 200,
      contains: ['countess'],
    },
    {
      name: 'another connection may not',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { connection: 'elsewhere', nickname: 'count' },
      status: 400,
      contains: ['stays there'],
    },
    {
      name: 'patch nobody',
      method: 'PATCH',
      path: '/users/auth0%7Cnobody',
      body: { name: 'x' },
      status: 404,
    },
    {
      name: 'metadata too large',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: { a: 'x'.repeat(70_000) } },
      status: 400,
      contains: ['too large'],
    },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('blocking ends sessions and raises the credential version; a patch of the same is no write', async () => {
    await api.accounts.addSession('auth0|42');
    const versions = async (): Promise<number | undefined> =>
      (await api.accounts.users.find('auth0|42'))?.credentialVersion;
    const before = await versions();
    await api.call('PATCH', '/users/auth0%7C42', { body: { blocked: true } });
    assert.equal(await api.accounts.countSessions('auth0|42'), 0);
    assert.equal(await versions(), (before ?? 0) + 1);
    api.clock.advance(1000);
    const { body } = await api.call('PATCH', '/users/auth0%7C42', { body: { blocked: true } });
    assert.equal(await versions(), (before ?? 0) + 1);
    assert.notEqual(body.updated_at, new Date(api.clock.now()).toISOString());
  });
});
