import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { openApiDocument } from './open-api-document.ts';
import { operationIdOf, readPath } from './path.ts';

type Route = Pick<RouteOptions, 'method' | 'url' | 'schema'>;
const document = (...routes: readonly Route[]): ReturnType<typeof openApiDocument> =>
  openApiDocument(routes, 'https://id.example.com/');

test('a router’s path becomes a template, with what a place must look like', () => {
  assert.deepEqual(readPath('/a/:id/b.:digest([0-9a-f]{2}).css'), {
    path: '/a/{id}/b.{digest}.css',
    parameters: [{ name: 'id' }, { name: 'digest', pattern: '^[0-9a-f]{2}$' }],
  });
});

test('operations are called as Auth0 calls them', () => {
  assert.equal(operationIdOf('GET', '/api/v2/users/{id}/logs'), 'get_users_by_id_logs');
  assert.equal(operationIdOf('POST', '/oauth/token'), 'post_oauth_token');
});

test('a titled schema stands in one place, and is referred to', () => {
  const user = Type.Object({ id: Type.String({ examples: ['u'] }) }, { title: 'User' });
  const { paths, components } = document(
    { method: 'GET', url: '/api/v2/users/:id', schema: { response: { 200: user } } },
    { method: 'GET', url: '/api/v2/users', schema: { response: { 200: Type.Array(user) } } },
  );
  const reference = { $ref: '#/components/schemas/User' };
  const of = (path: string): unknown => {
    const response = paths[path]?.['get']?.responses['200'];
    return response !== undefined && 'content' in response
      ? response.content?.['application/json']
      : response;
  };
  assert.deepEqual(of('/api/v2/users/{id}'), { schema: reference, example: { id: 'u' } });
  assert.deepEqual(of('/api/v2/users'), {
    schema: { type: 'array', items: reference },
    example: [{ id: 'u' }],
  });
  assert.deepEqual(Object.keys(components.schemas), ['User', 'ManagementError']);
});

test('two schemas under one title are refused', () => {
  const response = (more: object): NonNullable<Route['schema']> => ({
    response: { 200: Type.Object({}, { title: 'Same', ...more }) },
  });
  assert.throws(
    () =>
      document(
        { method: 'GET', url: '/a', schema: response({}) },
        { method: 'GET', url: '/b', schema: response({ maxProperties: 1 }) },
      ),
    /Two different schemas have the title Same/,
  );
});

test('several types in one schema are told apart', () => {
  const schema = {
    type: ['array', 'object'],
    description: 'Either',
    items: { type: 'string' },
    properties: { total: { type: 'integer', description: 'All' } },
  };
  const { paths } = document({ method: 'GET', url: '/a', schema: { response: { 200: schema } } });
  const response = paths['/a']?.['get']?.responses['200'];
  assert.ok(response !== undefined && 'content' in response);
  assert.deepEqual(response.content?.['application/json']?.schema, {
    description: 'Either',
    anyOf: [
      { type: 'array', items: { type: 'string' } },
      { type: 'object', properties: { total: { type: 'integer', description: 'All' } } },
    ],
  });
});

test('the refusals of the server itself stand at each route, in the form of its API', () => {
  const { paths, components } = document(
    { method: 'DELETE', url: '/api/v2/users/:id', schema: {} },
    { method: 'GET', url: '/userinfo', schema: {} },
  );
  const statuses = (path: string, method: string): readonly string[] =>
    Object.keys(paths[path]?.[method]?.responses ?? {});
  assert.deepEqual(statuses('/api/v2/users/{id}', 'delete'), ['400', '413', '414', '415', '431', '500']);
  assert.deepEqual(statuses('/userinfo', 'get'), ['400', '431', '500']);
  assert.deepEqual(components.responses['ManagementError500']?.content?.['application/json']?.example, {
    statusCode: 500,
    error: 'Internal Server Error',
    message: 'An internal server error occurred',
  });
  assert.deepEqual(components.responses['OAuthError500']?.content?.['application/json']?.example, {
    error: 'server_error',
    error_description: 'An internal server error occurred',
  });
});

test('what is hidden is not told, nor what answers as something else does', () => {
  const { paths } = document(
    { method: 'GET', url: '/hidden', schema: { hide: true } },
    { method: ['GET', 'HEAD'], url: '/shown', schema: {} },
  );
  assert.deepEqual(Object.keys(paths), ['/shown']);
  assert.deepEqual(Object.keys(paths['/shown'] ?? {}), ['get']);
});
