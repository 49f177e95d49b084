import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, type RequestRow } from '../api-fixture.contract.ts';
import { ada, openShop } from '../shop-fixture.contract.ts';

describe('GET /users', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
    await api.call('POST', '/users', { body: { ...ada, email: 'here@x.example' } });
    await api.call('POST', '/users', { body: { connection: 'named', username: 'Grace', password: 'x' } });
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'searched by email',
      method: 'GET',
      path: `/users?q=${encodeURIComponent('email:"ada@x.example"')}`,
      status: 200,
      contains: ['auth0|42'],
      lacks: ['here@x.example'],
    },
    {
      name: 'searched by username',
      method: 'GET',
      path: '/users?q=username:grace&include_totals=true',
      status: 200,
      contains: ['"total":1', 'Grace'],
    },
    {
      name: 'searched by user_id',
      method: 'GET',
      path: `/users?q=${encodeURIComponent('user_id:"auth0|42"')}&search_engine=v3`,
      status: 200,
      contains: ['auth0|42'],
    },
    {
      name: 'a search beyond this version',
      method: 'GET',
      path: '/users?q=name:a*',
      status: 400,
      contains: ['one exact term', 'invalid_query_string'],
    },
    {
      name: 'users of one connection',
      method: 'GET',
      path: '/users?connection=named',
      status: 200,
      contains: ['Grace'],
      lacks: ['auth0|42'],
    },
    {
      name: 'users of no connection',
      method: 'GET',
      path: '/users?connection=nowhere&include_totals=true',
      status: 200,
      contains: ['"total":0'],
    },
    {
      name: 'a page past the end',
      method: 'GET',
      path: '/users?page=9&per_page=50&include_totals=true',
      status: 200,
      contains: ['"users":[]', '"start":450', '"limit":50'],
    },
    {
      name: 'too large a page',
      method: 'GET',
      path: '/users?per_page=101',
      status: 400,
      contains: ["Query validation error: 'Value is greater than maximum 100' on property per_page"],
    },
    {
      name: 'a page that is no number',
      method: 'GET',
      path: '/users?page=x',
      status: 400,
      contains: ["'Expected type integer but found type string' on property page"],
    },
    { name: 'sorted', method: 'GET', path: '/users?sort=email:-1&per_page=1', status: 200 },
    {
      name: 'found by email, in any case',
      method: 'GET',
      path: '/users-by-email?email=ADA%40X.example',
      status: 200,
      contains: ['auth0|42'],
    },
    {
      name: "found by nobody's email",
      method: 'GET',
      path: '/users-by-email?email=no%40x.example',
      status: 200,
      contains: ['[]'],
    },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('checkpoints lead through all users, each once', async () => {
    const seen: string[] = [];
    for (let from = ''; ; ) {
      const { body } = await api.call('GET', `/users?take=2&include_totals=true${from}`);
      seen.push(...body.users.map((user: { user_id: string }) => user.user_id));
      assert.equal(body.total, undefined);
      if (body.next === undefined) break;
      from = `&from=${encodeURIComponent(body.next)}`;
    }
    const { body } = await api.call('GET', '/users?include_totals=true');
    assert.equal(seen.length, body.total);
    assert.equal(new Set(seen).size, seen.length);
  });
});
