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
      name: 'logs by more than a term',
      method: 'GET',
      path: '/logs?q=type:fp%20AND%20x',
      status: 400,
      contains: ['one exact term'],
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
});
