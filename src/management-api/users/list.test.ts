import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, type RequestRow } from '../api-fixture.contract.ts';
import { ada, openShop } from '../shop-fixture.contract.ts';

const q = (query: string): string => `/users?include_totals=true&q=${encodeURIComponent(query)}`;

const searchRows: readonly RequestRow[] = [
  {
    name: 'searched by metadata, by the beginning of an email, and by what is not',
    method: 'GET',
    path: q('user_metadata.a:1 AND app_metadata.b:2 AND email:ADA@* AND NOT blocked:true'),
    status: 200,
    contains: ['"total":1', 'auth0|42'],
  },
  {
    name: 'searched by connection',
    method: 'GET',
    path: q('identities.connection:"named" identities.provider:google-oauth2'),
    status: 200,
    contains: ['"total":1', 'Grace'],
  },
  {
    name: 'searched by nothing but white space',
    method: 'GET',
    path: '/users?q=%20&include_totals=true',
    status: 200,
    contains: ['"total":3'],
  },
  {
    name: 'searched by what cannot be read',
    method: 'GET',
    path: q('email:"ada'),
    status: 400,
    contains: [
      'The query (q) is not valid at character 7: this quote is never closed.',
      'invalid_query_string',
    ],
  },
  {
    name: 'searched by a field that there is not',
    method: 'GET',
    path: q('name:x shoe_size:44'),
    status: 400,
    contains: ['at character 8: the field shoe_size cannot be searched; these can: email,'],
  },
  {
    name: 'searched with an engine of the past',
    method: 'GET',
    path: '/users?search_engine=v2&q=email:x',
    status: 400,
    contains: ['The search_engine v2 is not supported: use v3.', 'invalid_query_string'],
  },
  {
    name: 'the last page of a search',
    method: 'GET',
    path: `${q('email:*')}&page=9&per_page=100&primary_order=false`,
    status: 200,
    contains: ['"users":[]', '"total":2'],
  },
  {
    name: 'a page behind it',
    method: 'GET',
    path: `${q('email:*')}&page=10&per_page=100`,
    status: 400,
    contains: ['You can only page through the first 1000 records.', 'invalid_paging'],
  },
  {
    name: 'a list without a search goes on',
    method: 'GET',
    path: '/users?page=11&per_page=100',
    status: 200,
  },
  {
    name: 'a search by checkpoint',
    method: 'GET',
    path: '/users?q=email:*&take=1&fields=user_id',
    status: 200,
    contains: ['"next":'],
    lacks: ['email'],
  },
  {
    name: 'sorted by metadata',
    method: 'GET',
    path: '/users?sort=user_metadata.plan:1',
    status: 400,
    contains: ['sort'],
  },
];

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
    ...searchRows,
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
