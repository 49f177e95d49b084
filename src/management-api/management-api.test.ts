import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi, type RequestRow, tokenWith } from './api-fixture.contract.ts';

describe('the Management API', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
    await api.call('POST', '/connections', { body: { name: 'local', strategy: 'auth0' } });
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'no token',
      method: 'GET',
      path: '/users',
      token: null,
      status: 401,
      contains: ['"message":"Missing authentication"'],
    },
    {
      name: 'a bad token',
      method: 'GET',
      path: '/users',
      token: 'nonsense',
      status: 401,
      contains: ['"message":"Invalid token"'],
    },
    {
      name: 'an expired one',
      method: 'GET',
      path: '/users',
      token: 'expired',
      status: 401,
      contains: ['Expired token'],
    },
    {
      name: 'a token for a user (S3)',
      method: 'GET',
      path: '/users',
      token: 'for-a-user',
      status: 401,
      contains: ['Invalid token'],
    },
    {
      name: 'a token without the scope',
      method: 'GET',
      path: '/users',
      token: tokenWith('read:clients'),
      status: 403,
      contains: [
        '"message":"Insufficient scope, expected any of: read:users"',
        '"errorCode":"insufficient_scope"',
      ],
    },
    {
      name: 'any of two scopes',
      method: 'GET',
      path: '/logs',
      token: tokenWith('read:logs_users'),
      status: 200,
    },
    {
      name: 'the token is checked before the body',
      method: 'POST',
      path: '/users',
      token: null,
      body: { x: 1 },
      status: 401,
    },
    {
      name: 'no JSON',
      method: 'POST',
      path: '/users',
      raw: { text: '{"a":', type: 'application/json' },
      status: 400,
      contains: ['"errorCode":"invalid_body"'],
    },
    {
      name: 'prototype keys',
      method: 'POST',
      path: '/users',
      raw: { text: '{"__proto__":{"a":1}}', type: 'application/json' },
      status: 400,
    },
    {
      name: 'too large',
      method: 'POST',
      path: '/users',
      raw: { text: `"${'x'.repeat(1_100_000)}"`, type: 'application/json' },
      status: 413,
    },
    {
      name: 'another media type',
      method: 'POST',
      path: '/users',
      raw: { text: '<a/>', type: 'application/xml' },
      status: 415,
    },
    {
      name: 'NUL',
      method: 'PATCH',
      path: '/users/auth0%7C1',
      body: { user_metadata: { a: ['\0'] } },
      status: 400,
      contains: ['NUL character', 'user_metadata.a.0'],
    },
    {
      name: 'half a surrogate pair',
      method: 'PATCH',
      path: '/users/auth0%7C1',
      body: { user_metadata: { '\ud800': 1 } },
      status: 400,
      contains: ['surrogate'],
    },
    {
      name: 'too deep',
      method: 'PATCH',
      path: '/users/auth0%7C1',
      raw: {
        text: `{"user_metadata":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
        type: 'application/json',
      },
      status: 400,
      contains: ['Nested deeper'],
    },
    {
      name: 'bad percent-encoding',
      method: 'GET',
      path: '/users/%zz',
      status: 400,
      contains: ['invalid_uri'],
    },
    {
      name: 'a GET that Segue lacks',
      method: 'GET',
      path: '/rules-configs?page=0',
      status: 403,
      contains: ['"message":"Insufficient scope, expected any of: read:rules_configs"'],
    },
    { name: 'the same without a token', method: 'GET', path: '/rules', token: null, status: 401 },
    {
      name: 'a POST that Segue lacks',
      method: 'POST',
      path: '/rules',
      body: {},
      status: 404,
      contains: ['"message":"Segue has no rules."'],
    },
    {
      name: 'actions',
      method: 'GET',
      path: '/actions/actions?page=0&per_page=100',
      status: 200,
      contains: ['{"actions":[],"total":0,"page":0,"per_page":100}'],
    },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('every write that was handled left an event, reads and unauthenticated calls none', async () => {
    const { events } = await api.accounts.events.list({
      kinds: ['api-called'],
      offset: 0,
      limit: 1000,
      direction: 'asc',
      withTotal: false,
    });
    const calls = events.map(
      (event) =>
        event.kind === 'api-called' && `${event.method} ${event.path} ${event.status} ${event.clientId}`,
    );
    assert.deepEqual(new Set(calls), new Set(['POST /api/v2/connections 201 machine']));
  });
});
