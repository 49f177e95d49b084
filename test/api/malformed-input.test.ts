import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { authenticationRoutes } from './table/authentication-rows.ts';
import { type FurnishedTenant, furnishTenant } from './table/furnished-tenant.ts';
import { type Operation, readOperations } from './table/operations.ts';
import { assertErrorForm } from './table/request-row.ts';
import { unstorablePlaces } from './table/unstorable-text.ts';
import {
  authorizations,
  bodies,
  forms,
  pathsOf,
  queries,
  type Sent,
  tokenSchema,
} from './table/unwelcome-requests.ts';

// Some 3,000 requests on each store, in less than ten seconds.
const runs = { numRuns: 60, interruptAfterTimeLimit: 2_000, endOnFailure: true };

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
      // The API's description of itself has those names as well, and shows nobody's.
      const isDescription = /^\/(docs|openapi\.json|api\/v2\/openapi\.json)/.test(path);
      const mayShow = isDescription ? [] : ['client_secret', 'access_token', 'id_token', 'refresh_token'];
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

    test('text that no store keeps is refused, wherever it stands, in the form of whoever is asked', async (t) => {
      const users = async (): Promise<unknown> =>
        (await segue.manage('GET', 'users?include_totals=true&per_page=0')).body.total;
      const before = await users();
      for (const { name, path, init, isPage } of unstorablePlaces(tenant)) {
        await t.test(name, async () => {
          const answer = await segue.request(path, init);
          assert.equal(answer.status, 400, answer.text);
          if (isPage) assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
          else assertErrorForm(`/${path}`, answer);
        });
      }
      assert.equal(await users(), before);
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
