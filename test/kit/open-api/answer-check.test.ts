import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenApiDocument } from '../../../src/http/index.ts';
import { type AnswerCheck, createAnswerCheck, type GivenAnswer } from './answer-check.ts';

const error = {
  type: 'object',
  required: ['statusCode'],
  properties: { statusCode: { type: 'integer' } },
};
const user = { type: 'object', properties: { id: { type: 'string' }, more: { type: 'object' } } };
const ofError = { 'application/json': { schema: { $ref: '#/components/schemas/ManagementError' } } };
const operation = {
  operationId: 'any',
  tags: ['Any'],
  summary: 'Any',
  security: [],
  responses: {
    '200': {
      description: 'A user',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
    },
    '204': { description: 'Nothing' },
    '404': { $ref: '#/components/responses/NotFound' },
  },
} as const;
const document: OpenApiDocument = {
  openapi: '3.1.0',
  info: { title: 'Any', version: '1', description: 'Any' },
  servers: [],
  tags: [],
  paths: { '/api/v2/users/{id}': { get: operation } },
  components: {
    schemas: { User: user, ManagementError: error, OAuthError: error },
    responses: { NotFound: { description: 'Nobody', content: ofError } },
    headers: {},
    securitySchemes: {},
  },
};
const check: AnswerCheck = createAnswerCheck(document);

const json = 'application/json; charset=utf-8';
function answer(
  status: number,
  body?: unknown,
  given: Partial<GivenAnswer> & { type?: string } = {},
): GivenAnswer {
  const { type = body === undefined ? undefined : json, ...rest } = given;
  return {
    method: 'GET',
    path: '/api/v2/users/auth0%7C1',
    status,
    headers: new Headers(type === undefined ? {} : { 'content-type': type }),
    text: body === undefined ? '' : JSON.stringify(body),
    body,
    ...rest,
  };
}

const fine: readonly (readonly [what: string, given: GivenAnswer])[] = [
  ['a body that fits', answer(200, { id: 'x' })],
  ['anything in an object without named properties', answer(200, { more: { a: 1 } })],
  ['no body where none is told', answer(204)],
  ['a shared response', answer(404, { statusCode: 404 })],
  ['an escaped slash in an id', answer(200, {}, { path: '/api/v2/users/a%2Fb' })],
  ['a refusal where nothing is', answer(404, { statusCode: 404 }, { path: '/api/v2/nothing' })],
  ['a refusal of another method', answer(404, { statusCode: 404 }, { method: 'PUT' })],
  ['a page that is not there', answer(404, undefined, { path: '/u/x', type: 'text/html' })],
  ['a preflight', answer(204, undefined, { method: 'OPTIONS' })],
];
for (const [what, given] of fine) {
  test(`${what} is fine`, () => assert.equal(check(given), undefined));
}

const faulty: readonly (readonly [what: string, given: GivenAnswer, fault: RegExp])[] = [
  [
    'a status that is not told',
    answer(418, {}),
    /^GET \/api\/v2\/users\/\{id\} -> 418: status 418 is not told/,
  ],
  ['a property that is not told', answer(200, { id: 'x', extra: 1 }), /must NOT have additional properties/],
  ['another type', answer(200, { id: 1 }), /body\/id must be string/],
  ['another media type', answer(200, { id: 'x' }, { type: 'text/html' }), /content type text\/html/],
  ['no media type', answer(200, undefined), /content type none/],
  ['a body where none is told', answer(204, { id: 'x' }), /a body where none is told/],
  ['a route that is not told', answer(200, {}, { path: '/api/v2/more' }), /that is not told answers/],
  ['a method that is not told', answer(201, {}, { method: 'POST' }), /that is not told answers/],
  ['a refusal in no form', answer(404, { no: 1 }, { path: '/api/v2/more' }), /must have required property/],
];
for (const [what, given, fault] of faulty) {
  test(`${what} is found`, () => assert.match(check(given) ?? '', fault));
}
