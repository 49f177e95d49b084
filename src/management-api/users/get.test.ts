import { after, before, describe, test } from 'node:test';
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
});
