import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import type { Endpoint } from '../http/index.ts';
import { isPlainObject } from '../lib/json.ts';
import { type ApiAnswer, type ApiUnderTest, assertErrorForm, openApi } from './api-fixture.contract.ts';
import { fitting, noise, noisyText, spoiled } from './arbitraries.contract.ts';
import { endpoints } from './endpoints.ts';
import type { ManagementApiNeeds } from './needs.ts';

type AnyEndpoint = Endpoint<ManagementApiNeeds>;

const runs = { numRuns: 40 };

describe("whatever comes in, never a 500, and refusals in the API's own form", () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
    const body = { name: 'local', strategy: 'auth0' };
    await api.call('POST', '/connections', { body });
    await api.call('POST', '/users', {
      body: { connection: 'local', user_id: '1', email: 'a@x.example', password: 'x' },
    });
    await api.call('POST', '/clients', { body: { name: 'x' } });
    await api.call('POST', '/resource-servers', { body: { identifier: 'urn:x' } });
  });
  after(() => api.close());

  for (const endpoint of endpoints) {
    const { method, url, schema } = endpoint;
    test(`${method} ${url}`, async () => {
      await fc.assert(
        fc.asyncProperty(requests(schema), async ({ params, query, body, raw }) => {
          const path = pathOf(url, params) + queryOf(query);
          const answer = await api.call(method, path, raw === undefined ? { body } : { raw });
          assertDeclared(endpoint, answer);
        }),
        runs,
      );
    });
  }

  test('paths of any bytes', async () => {
    const rest = fc.oneof(
      fc.constantFrom(
        '%',
        '%zz',
        '%ff',
        '%00',
        '%E0%A4%A',
        '//',
        '//x',
        '?%',
        '?a=%zz',
        '?__proto__=1',
        '?page[]=1',
      ),
      fc.webPath(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/users/', '/connections/', '/clients/', '/', '/logs/'),
        rest,
        async (start, end) => {
          const answer = await api.call('GET', start + end);
          assert.ok(answer.status < 500, answer.text);
          if (answer.status >= 400) assertErrorForm(answer, start + end);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('nothing went wrong unseen', () => {
    assert.deepEqual(
      api.logLines.filter((line) => line.includes('"err"')),
      [],
    );
  });
});

interface Request {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly raw: { readonly text: string; readonly type: string } | undefined;
}

/** Fitting requests, spoiled ones and noise, and bodies that are not even JSON. */
function requests({ params, querystring, body }: AnyEndpoint['schema']): fc.Arbitrary<Request> {
  return fc.record({
    params: mostly(params),
    query: mostly(querystring),
    body:
      body === undefined
        ? fc.constant(undefined)
        : fc.oneof(fitting(body), spoiled(body), spoiled(body), noise),
    raw: body === undefined ? fc.constant(undefined) : fc.option(rawBody, { nil: undefined, freq: 8 }),
  });
}

function mostly(schema: TSchema | undefined): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: fitting(schema) }, spoiled(schema));
}

const rawBody = fc.oneof(
  fc.record({
    text: fc.oneof(
      fc.constantFrom(
        '',
        '{',
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{}}}',
        '"\\ud800"',
        '['.repeat(100_000),
        '1e999',
        'null',
        `"${'x'.repeat(1_100_000)}"`,
      ),
      noisyText,
    ),
    type: fc.constant('application/json'),
  }),
  fc.record({
    text: fc.oneof(
      fc.constantFrom(
        'a=1&a=2',
        '__proto__=1',
        '%',
        'a&'.repeat(5000),
        'connection=local&email=b@x.example&password=x',
      ),
      noisyText,
    ),
    type: fc.constantFrom(
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/xml',
      'nonsense',
    ),
  }),
);

function pathOf(url: string, params: unknown): string {
  const known = isPlainObject(params) ? params : {};
  return url.replaceAll(/:(\w+)/g, (_all, name: string) => encoded(known[name] ?? 'auth0|1'));
}

function queryOf(query: unknown): string {
  if (!isPlainObject(query)) return '';
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encoded(name)}=${encoded(each)}`),
  );
  return `?${pairs.join('&')}`;
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.toWellFormed()).slice(0, 4000);
}

/** Every answer is one that the endpoint declares. */
function assertDeclared({ method, url, schema }: AnyEndpoint, answer: ApiAnswer): void {
  const name = `${method} ${url}: ${answer.text.slice(0, 300)}`;
  assert.ok(answer.status < 500, name);
  // 404 and 414 come from the router, for paths that lead elsewhere.
  const always = [400, 403, 404, 413, 414, 415];
  assert.ok(answer.status in schema.response || always.includes(answer.status), `${answer.status} ${name}`);
  if (answer.status >= 400) assertErrorForm(answer, name);
}
