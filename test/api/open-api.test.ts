import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { RouteOptions } from 'fastify';
import type { OpenApiDocument, Operation } from '../../src/http/index.ts';
import { registeredRoutes } from '../kit/registered-routes.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const [sqlite] = stores;

describe('the OpenAPI document', () => {
  let routes: readonly RouteOptions[] = [];
  let document: OpenApiDocument;
  let operations: readonly (readonly [route: string, operation: Operation])[] = [];
  before(async () => {
    assert.ok(sqlite !== undefined);
    routes = await registeredRoutes(async () => {
      const segue = await startSegue(sqlite);
      document = (await segue.request('openapi.json')).body;
      return segue;
    });
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    );
  });

  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    assert.equal(valid, true, JSON.stringify(errors));
    assert.equal(document.openapi, '3.1.0');
  });

  test('tells every route but what is served under a second address', () => {
    const registered = routes.flatMap(({ method, url }) =>
      [method].flat().map((each) => `${each} ${url.replaceAll(/:(\w+)(\([^)]*\))?/g, '{$1}')}`),
    );
    const told = new Set(operations.map(([route]) => route));
    const untold = registered.filter((route) => !/^(HEAD|OPTIONS) /.test(route) && !told.has(route));
    assert.deepEqual(untold, ['GET /api/v2/openapi.json']);
  });

  test('every operation has a name, a group, words, and answers', () => {
    const names = operations.map(([, { operationId }]) => operationId);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    const groups = new Map(document.tags.map(({ name, description }) => [name, description]));
    for (const [route, { tags, summary, parameters = [], responses }] of operations) {
      assert.ok((groups.get(tags[0])?.length ?? 0) > 10, `${route}: no words for ${tags[0]}`);
      assert.ok(summary.length > 5, `${route}: no summary`);
      for (const { name, description = '' } of parameters) {
        assert.ok(description.length > 2, `${route}: no words for the parameter ${name}`);
      }
      const hasAnswer = Object.keys(responses).some((status) => status < '400');
      assert.ok(hasAnswer || route === 'GET /api/v2/connections/{id}/status', `${route}: only refuses`);
      for (const status of [400, 500]) assert.ok(responses[status], `${route}: no ${status}`);
    }
  });

  test('a call of the Management API names its scopes, and how it refuses', () => {
    for (const [route, { security, responses, requestBody }] of operations) {
      if (!route.includes(' /api/v2/')) continue;
      const scopes = security.flatMap((requirement) => requirement['managementToken'] ?? []);
      assert.ok(scopes.length > 0, `${route}: no scope`);
      const statuses = [401, 403, 429, 503, ...(requestBody === undefined ? [] : [413, 415])];
      for (const status of statuses) assert.ok(responses[status], `${route}: no ${status}`);
    }
  });

  test('every example is one', () => {
    const ajv = new Ajv2020({ strict: false, validateSchema: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', components: document.components });
    const seen: string[] = [];
    const faults: string[] = [];
    for (const { where, schema, value } of examplesIn(document, operations)) {
      seen.push(where);
      const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
      if (!ajv.validate(JSON.parse(text), value)) {
        faults.push(`${where}: ${ajv.errorsText()}: ${JSON.stringify(value)}`);
      }
    }
    assert.deepEqual(faults, []);
    assert.ok(seen.length > 300, `only ${seen.length} examples were seen`);
  });
});

interface Example {
  readonly where: string;
  readonly schema: unknown;
  readonly value: unknown;
}

/** Every example of a document: none may be missing but of what has no plain text that fits. */
function* examplesIn(
  { components }: OpenApiDocument,
  operations: readonly (readonly [string, Operation])[],
): Generator<Example> {
  for (const [route, { parameters = [], requestBody, responses }] of operations) {
    for (const { name, schema, example } of parameters) {
      assert.notEqual(example, undefined, `${route}: no example of ${name}`);
      yield { where: `${route} ${name}`, schema, value: example };
    }
    yield* examplesOf(`${route} body`, requestBody);
    for (const [status, response] of Object.entries(responses)) {
      if (!('$ref' in response)) yield* examplesOf(`${route} ${status}`, response);
    }
  }
  for (const [name, response] of Object.entries(components.responses)) yield* examplesOf(name, response);
}

function* examplesOf(
  where: string,
  described:
    | Pick<NonNullable<Operation['requestBody']>, 'content'>
    | { readonly content?: never }
    | undefined,
): Generator<Example> {
  for (const { schema, example, examples = {} } of Object.values(described?.content ?? {})) {
    const values = example === undefined ? Object.values(examples).map(({ value }) => value) : [example];
    assert.ok(values.length > 0, `${where}: no example`);
    for (const value of values) yield { where, schema, value };
  }
}
