import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sampleUser } from '../../accounts/fakes/samples.ts';
import { type ApiUnderTest, checkRow, type RequestRow } from '../api-fixture.contract.ts';
import { openShop } from '../shop-fixture.contract.ts';

describe('GET /users/{id}', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'read',
      method: 'GET',
      path: '/users/auth0%7C42',
      status: 200,
      contains: [
        '"user_metadata":{"a":1}',
        '"app_metadata":{"b":[2]}',
        '"logins_count":0',
        '"name":"Ada@x.example"',
        '"nickname":"Ada"',
        '"origin":"created"',
      ],
      lacks: ['last_login', 'today:', 'Pa55word'],
    },
    {
      name: 'two of its fields',
      method: 'GET',
      path: '/users/auth0%7C42?fields=email,name&include_fields=true',
      status: 200,
      contains: ['email'],
      lacks: ['user_id'],
    },
    {
      name: 'all but one field',
      method: 'GET',
      path: '/users/auth0%7C42?fields=email&include_fields=false',
      status: 200,
      contains: ['user_id'],
      lacks: ['"email"'],
    },
    {
      name: 'read nobody',
      method: 'GET',
      path: '/users/auth0%7Cnobody',
      status: 404,
      contains: ['"message":"The user does not exist."', '"errorCode":"inexistent_user"'],
    },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('how the user came here, with how long the legacy system took in tenths of a millisecond', async () => {
    const { body } = await api.call('GET', '/connections?name=shop');
    const at = api.clock.now();
    const origin = { how: 'migrated-at-login', at, scriptVersion: 'v1', legacyMs: 12.34567 } as const;
    const user = { connectionId: body[0].id, userId: 'auth0|7', email: 'ada@shop.example', origin };
    await api.accounts.users.insert(sampleUser(user), 'today:x');
    const answer = await api.call('GET', '/users/auth0%7C7');
    assert.deepEqual(answer.body.segue, {
      origin: 'migrated-at-login',
      migrated_at: new Date(at).toISOString(),
      script_version: 'v1',
      legacy_ms: 12.3,
    });
  });
});
