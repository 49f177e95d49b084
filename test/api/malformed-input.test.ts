import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { isPlainObject } from '../../src/lib/json.ts';
import { fitting, noise, noisyText, spoiled } from '../../src/management-api/arbitraries.contract.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { authenticationRoutes } from './table/authentication-rows.ts';
import { type FurnishedTenant, furnishTenant } from './table/furnished-tenant.ts';
import { type Operation, readOperations } from './table/operations.ts';
import { assertErrorForm } from './table/request-row.ts';

// Some 3,000 requests on each store, in less than ten seconds.
const runs = { numRuns: 60, interruptAfterTimeLimit: 2_000, endOnFailure: true };

/** A request as it goes over the wire, but for its path. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

const brokenJson = fc.constantFrom(
  '',
  '{',
  '{"a":1,}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '"\\ud800"',
  '{"\\u0000":"\\u0000"}',
  '['.repeat(100_000),
  '1e999',
  'null',
  `"${'x'.repeat(1_100_000)}"`,
  '\ufeff{}',
);
const brokenForm = fc.constantFrom(
  'a=1&a=2',
  'grant_type=password&grant_type=password',
  '__proto__=1',
  'constructor=1&prototype=2',
  'username=%',
  'password=%ff%fe',
  'username=%00',
  'a&'.repeat(5_000),
  `password=${'x'.repeat(40_000)}`,
  '=&=&=',
);
const wrongTypes = fc.constantFrom(
  'text/plain',
  'text/html',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=utf-16',
  'nonsense',
  '',
);

/** Bodies that fit, nearly fit, or are no bodies at all. */
function bodies(schema: unknown): fc.Arbitrary<Sent> {
  const values =
    schema === undefined ? noise : fc.oneof(fitting(schema), spoiled(schema), spoiled(schema), noise);
  const sent =
    (type: string) =>
    (body: string | undefined): Sent => ({
      headers: body === undefined || type === '' ? {} : { 'content-type': type },
      body,
    });
  return fc.oneof(
    { weight: 8, arbitrary: values.map((value) => sent(json)(JSON.stringify(value))) },
    { weight: 3, arbitrary: fc.oneof(brokenJson, noisyText).map(sent(json)) },
    { weight: 2, arbitrary: fc.oneof(brokenForm, noisyText).map(sent(form)) },
    { weight: 1, arbitrary: fc.tuple(wrongTypes, noisyText).map(([type, body]) => sent(type)(body)) },
  );
}

const tokenSchema = {
  type: 'object',
  properties: Object.fromEntries(
    [
      'client_id',
      'client_secret',
      'username',
      'password',
      'realm',
      'audience',
      'scope',
      'refresh_token',
      'token',
    ].map((name) => [name, { type: 'string' }]),
  ),
};

/** Forms of known fields with unknown values, as somebody who probes would send them. */
function forms({ connection, user }: FurnishedTenant): fc.Arbitrary<Sent> {
  const { application, name: realm } = connection;
  const known = { ...application, realm, username: user.email, password: user.password, token: 'x' };
  const field = fc.constantFrom(...Object.keys(known), 'grant_type', 'audience', 'scope', 'refresh_token');
  const grantType = fc.constantFrom(
    'password',
    'client_credentials',
    'refresh_token',
    'authorization_code',
    '',
  );
  return fc.tuple(grantType, field, noisyText).map(([grant_type, name, value]) => ({
    headers: { 'content-type': form },
    body: new URLSearchParams({ ...known, grant_type, [name]: value.toWellFormed() }).toString(),
  }));
}

const authorizations = fc.oneof(
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic',
    'Basic !!!',
    'Basic Og==',
    'Basic JTAwOiUwMA==',
  ),
  fc.constantFrom(
    'Bearer e30.e30.',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    `Bearer ${'a'.repeat(9_000)}`,
    'Negotiate x',
  ),
  fc.base64String({ maxLength: 200 }).map((credentials) => `Basic ${credentials}`),
);

for (const store of stores) {
  describe(`whatever comes in, ${store.name}`, store.options, () => {
    let segue: Segue;
    let tenant: FurnishedTenant;
    let operations: ReadonlyMap<string, Operation>;
    before(async () => {
      segue = await startSegue(store, { environment: { SEGUE_LOG_LEVEL: 'warn' } });
      tenant = await furnishTenant(segue);
      operations = await readOperations(segue);
    });
    after(() => segue.stop());

    async function send(route: string, path: string, { headers, body }: Sent): Promise<void> {
      const [method = 'GET'] = route.split(' ');
      const hasBody = method !== 'GET' && body !== undefined;
      const init = { method, headers, ...(hasBody ? { body } : {}) };
      const mayShow = ['client_secret', 'access_token', 'id_token', 'refresh_token'];
      const answer = await segue.request(path, init, mayShow);
      assert.ok(answer.status < 500, `${route} ${path}: ${answer.text}`);
      if (answer.status >= 400) assertErrorForm(path, answer);
      const declared = operations.get(route)?.statuses ?? [];
      // 404 and 414 are the router's: an id of two segments, or longer than a path may be.
      const isTold = declared.length === 0 || [...declared, '404', '414'].includes(String(answer.status));
      assert.ok(isTold, `${route}: a ${answer.status} that OpenAPI does not tell`);
    }

    test('every route of the Management API refuses it in its own form, or takes it', async (t) => {
      for (const [route, operation] of operations) {
        await t.test(route, async () => {
          const request = fc.tuple(pathsOf(route, operation, tenant), bodies(operation.body));
          await fc.assert(
            fc.asyncProperty(request, ([path, sent]) => {
              const authorization = `Bearer ${tenant.operator}`;
              return send(route, path, { ...sent, headers: { authorization, ...sent.headers } });
            }),
            runs,
          );
        });
      }
    });

    test('every other route likewise', async (t) => {
      for (const route of authenticationRoutes) {
        await t.test(route, async () => {
          const sent = fc.oneof(forms(tenant), bodies(tokenSchema));
          const authorization = fc.option(authorizations, { nil: undefined });
          const [, path = '/'] = route.split(' ');
          await fc.assert(
            fc.asyncProperty(sent, authorization, queries, (request, header, query) => {
              const headers = {
                ...request.headers,
                ...(header === undefined ? {} : { authorization: header }),
              };
              return send(route, path + query, { ...request, headers });
            }),
            runs,
          );
        });
      }
    });

    test('no byte in a path or query makes a 500', async () => {
      const starts = fc.constantFrom(
        '/',
        '/api/v2/',
        '/api/v2/users/',
        '/api/v2/logs?',
        '/oauth/token/',
        '/userinfo?',
      );
      const ends = fc.constantFrom(
        '%',
        '%zz',
        '%ff',
        '%00',
        '%E0%A4%A',
        '//',
        '..%2f..',
        '?%',
        '?a=%zz',
        '?__proto__=1',
        '?page[]=1',
        '?page=1&page=2',
        '%2e%2e/',
        `${'a'.repeat(3_000)}`,
        '\\',
        '*',
        '?take=1&take=x&from=%00',
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('GET', 'POST', 'DELETE', 'OPTIONS', 'PUT'),
          starts,
          ends,
          async (method, start, end) => {
            const answer = await rawRequest(segue.url, { method, path: start + end, token: tenant.operator });
            assert.ok(answer.status < 500, `${method} ${start}${end}: ${answer.text}`);
            assert.ok(!answer.text.includes('    at '), 'no stack');
          },
        ),
        { numRuns: 150 },
      );
    });

    test('and the server is as well as before', async () => {
      assert.equal((await segue.request('readyz')).status, 200);
      // Some of what came in was well-formed: the settings and clients are what they may be by now.
      const settings = { default_audience: null, default_directory: null };
      assert.equal((await segue.manage('PATCH', 'tenants/settings', settings)).status, 200);
      const { legacyUser, connection } = tenant;
      const enabled = [{ client_id: connection.application.client_id, status: true }];
      assert.equal(
        (await segue.manage('PATCH', `connections/${connection.id}/clients`, enabled)).status,
        204,
      );
      assert.equal((await connection.logIn(legacyUser.email, legacyUser.password)).status, 200);
      assert.deepEqual(
        segue.logLines.filter((line) => line.includes('"err"')),
        [],
      );
    });
  });
}

const queries = fc.oneof(
  fc.constant(''),
  fc.constantFrom('?a=1&a=2', '?__proto__=1', '?access_token=x', '?%', '?%ff=%ff', '?a[b]=c'),
  fc.webQueryParameters().map((query) => `?${query}`),
);

/** The route's path with an id that is there or is not, and a query that fits or does not. */
function pathsOf(route: string, { query }: Operation, tenant: FurnishedTenant): fc.Arbitrary<string> {
  const [, template = '/'] = route.split(' ');
  const { user, doomedConnection, doomedClient, doomedGrant, log, tombstone } = tenant;
  const known = fc.constantFrom(
    user.id,
    doomedConnection,
    doomedClient,
    doomedGrant,
    log,
    tombstone,
    tenant.resourceServer,
  );
  const id = fc
    .oneof(known, noisyText)
    .map((value) => encodeURIComponent(value.toWellFormed()).slice(0, 4_000) || '%20');
  const values = fc.oneof(fitting(query), spoiled(query)).map(queryOf);
  return fc
    .tuple(id, fc.oneof(values, queries))
    .map(([value, search]) => template.replace('{id}', value) + search);
}

// Node itself ends a request whose line and headers are longer than 16 kB, before any route is known.
const mostQueryCharacters = 6_000;

function queryOf(query: unknown): string {
  if (!isPlainObject(query)) return '';
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((each): [string, string] => [
        name,
        (typeof each === 'string' ? each : (JSON.stringify(each) ?? '')).toWellFormed().slice(0, 2_000),
      ]),
  );
  return `?${new URLSearchParams(pairs)}`.slice(0, mostQueryCharacters);
}

/** A request whose path nobody makes better on its way. */
async function rawRequest(
  url: string,
  { method, path, token }: { method: string; path: string; token: string },
): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const request = httpRequest(url, { method, path, headers }).end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, text: await text(response) };
}
