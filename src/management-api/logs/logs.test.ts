import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi, type RequestRow } from '../api-fixture.contract.ts';

describe('logs', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
    await api.call('POST', '/connections', { body: { name: 'local', strategy: 'auth0' } });
    await api.call('POST', '/connections', { body: { name: 'second', strategy: 'auth0' } });
    await api.call('POST', '/connections', { body: { name: 'third', strategy: 'auth0' } });
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    { name: 'no log of that id', method: 'GET', path: '/logs/1', status: 404, contains: ['inexistent_log'] },
    {
      name: 'logs by a term',
      method: 'GET',
      path: '/logs?search=type:fp&page=0&per_page=50&include_totals=true',
      status: 200,
      contains: ['"logs":[]', '"total":0'],
    },
    {
      name: 'logs by what we do not search by',
      method: 'GET',
      path: '/logs?q=type:fp%20AND%20x',
      status: 400,
      contains: ['invalid_query_string', 'user_name', 'joined by AND'],
    },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('a migration shows its source, the legacy call and the script version', async () => {
    const legacy = { scriptVersion: 'abc123', durationMs: 12.34567 };
    const { id } = await api.accounts.events.record({
      kind: 'user-migrated',
      by: 'login',
      legacy,
      userId: 'auth0|9',
      connectionId: 'con_x',
      connectionName: 'shop',
    });
    const { body } = await checkRow(api, {
      name: 'log',
      method: 'GET',
      path: `/logs/${id}`,
      status: 200,
      contains: ['"strategy":"auth0"', '"connection":"shop"'],
    });
    assert.deepEqual(body.details, {
      kind: 'user-migrated',
      by: 'login',
      source: 'login',
      script_version: 'abc123',
      legacy_ms: 12.3,
    });
    const { body: found } = await api.call('GET', '/logs?q=user_id:"auth0|9"');
    assert.deepEqual(
      found.map((log: { log_id: string }) => log.log_id),
      [id],
    );
  });

  test('logs are newest first by page, and follow each other by checkpoint', async () => {
    const { body: all } = await api.call('GET', '/logs?sort=date:1&per_page=100');
    const ids = all.map((log: { log_id: string }) => log.log_id);
    const { body: newest } = await api.call('GET', '/logs?per_page=1&include_totals=true');
    assert.equal(newest.logs[0].log_id, ids.at(-1));
    assert.equal(newest.total, ids.length);
    const { body: next } = await api.call('GET', `/logs?from=${ids[0]}&take=2`);
    assert.deepEqual(
      next.map((log: { log_id: string }) => log.log_id),
      ids.slice(1, 3),
    );
  });

  test('by checkpoint a link leads on, past all there is and until nothing comes', async () => {
    const { body: all } = await api.call('GET', '/logs?sort=date:1&per_page=100');
    const seen: unknown[] = [];
    let path: string | undefined = '/logs?take=2&fields=log_id,type';
    while (path !== undefined) {
      const { body, headers } = await api.call('GET', path);
      assert.ok(body.every((log: object) => Object.keys(log).length === 2));
      seen.push(...body.map((log: { log_id: string }) => log.log_id));
      const link = /^<https:\/\/id\.example\.com\/api\/v2(.+)>; rel="next"$/.exec(
        String(headers['link']),
      )?.[1];
      assert.equal(link === undefined, body.length === 0);
      path = link;
    }
    assert.deepEqual(
      seen,
      all.map((log: { log_id: string }) => log.log_id),
    );
  });

  test("a user's logs: by page, sorted, with totals, and on by checkpoint", async () => {
    const userId = 'auth0|of logs';
    const path = `/users/${encodeURIComponent(userId)}/logs`;
    const made: string[] = [];
    for (const kind of ['user-created', 'login-blocked', 'user-deleted'] as const)
      made.push((await api.accounts.events.record({ kind, userId })).id);
    const ids = async (query: string): Promise<unknown> => {
      const { body, text } = await api.call('GET', path + query);
      return body.map?.((log: { log_id: string }) => log.log_id) ?? text;
    };
    assert.deepEqual(await ids(''), made.toReversed());
    assert.deepEqual(await ids('?sort=date:1'), made);
    assert.deepEqual(await ids('?sort=date:-1&page=1&per_page=2'), [made[0]]);
    assert.deepEqual(await ids('?page=9&per_page=2'), []);
    const { body } = await api.call('GET', `${path}?page=0&per_page=2&include_totals=true&fields=log_id`);
    assert.deepEqual(body, {
      start: 0,
      limit: 2,
      length: 2,
      total: 3,
      logs: [{ log_id: made[2] }, { log_id: made[1] }],
    });
    const { headers } = await api.call('GET', `${path}?take=1`);
    assert.match(
      String(headers['link']),
      new RegExp(`/api/v2/users/auth0%7Cof%20logs/logs\\?take=1&from=${made[0]}>`),
    );
    for (const sort of ['date', 'date:2', 'type:1'])
      assert.equal((await api.call('GET', `${path}?sort=${sort}`)).status, 400);
  });
});
