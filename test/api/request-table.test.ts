import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { authenticationRoutes, authenticationRows } from './table/authentication-rows.ts';
import { clientRows } from './table/client-rows.ts';
import { connectionRows } from './table/connection-rows.ts';
import { doorRows } from './table/door-rows.ts';
import { type FurnishedTenant, furnishTenant } from './table/furnished-tenant.ts';
import { leftByLoginRows } from './table/left-by-login-rows.ts';
import { type Operation, readOperations } from './table/operations.ts';
import { operatorRows } from './table/operator-rows.ts';
import { checkRow, type RequestRow } from './table/request-row.ts';
import { scriptRows } from './table/script-rows.ts';
import { userRows } from './table/user-rows.ts';

for (const store of stores) {
  // The secrets of the whole run are searched for at its end, by `stop`.
  test(`every route, request by request, ${store.name}`, store.options, async (t) => {
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const tenant = await furnishTenant(segue);
    const operations = await readOperations(segue);
    const rows = [
      ...[...operations].flatMap(([route, operation]) => refusalRows(route, operation, tenant)),
      ...authenticationRows(tenant),
      ...userRows(tenant),
      ...connectionRows(tenant),
      ...scriptRows(tenant),
      ...clientRows(tenant),
      ...doorRows(tenant),
      ...leftByLoginRows(tenant),
      ...operatorRows(tenant),
    ];

    await t.test('every route has a row that succeeds', () => {
      const known = [...operations.keys(), ...authenticationRoutes];
      const succeeding = new Set(rows.filter(({ status }) => status < 300).map(({ route }) => route));
      // A database connection has no status to tell: this route can only refuse.
      succeeding.add('GET /api/v2/connections/{id}/status');
      assert.deepEqual(
        known.filter((route) => !succeeding.has(route)),
        [],
      );
      assert.deepEqual(
        rows.filter(({ route }) => !known.some((each) => each === route)),
        [],
      );
    });

    let seen = (await segue.logs()).at(-1)?.log_id ?? '';
    for (const row of rows) {
      await t.test(`${row.route}: ${row.name} -> ${row.status}`, async () => {
        const answer = await checkRow(segue, row);
        const declared = operations.get(row.route)?.statuses;
        assert.ok(
          declared === undefined || declared.includes(String(answer.status)),
          'a status that OpenAPI does not tell',
        );
        const { body: events } = await segue.manage('GET', `logs?take=100&from=${seen}`);
        seen = events.at(-1)?.log_id ?? seen;
        assert.deepEqual(
          events.map(({ type }: { type: string }) => type).filter((type: string) => !ofJobs.has(type)),
          row.events ?? [],
        );
      });
    }
  });
}

/** What jobs leave comes when they are done, and not with the request. */
const ofJobs: ReadonlySet<string> = new Set(['scpr', 'fcpr', 'fn']);

/** Whoever may not: told of every route, before a look at the rest of the request. */
function refusalRows(route: string, { scopes }: Operation, tenant: FurnishedTenant): readonly RequestRow[] {
  assert.ok(scopes.length > 0, `${route} asks for no scope`);
  const refused = { status: 401, contains: ['"message":"Invalid token"'] };
  const { access, api, id, refresh } = tenant.tokens;
  return [
    { name: 'without a token', route, status: 401, contains: ['"message":"Missing authentication"'] },
    { name: 'with a user’s opaque token', route, token: access, ...refused },
    { name: 'with a token for another API', route, token: api, ...refused },
    { name: 'with an ID token', route, token: id, ...refused },
    { name: 'with a refresh token', route, token: refresh, ...refused },
    {
      name: 'with a token that lacks the scope',
      route,
      token: tenant.powerless,
      status: 403,
      contains: [`"message":"Insufficient scope, expected any of: ${scopes.join(',')}"`],
    },
  ];
}
