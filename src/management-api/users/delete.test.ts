import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow } from '../api-fixture.contract.ts';
import { ada, openShop } from '../shop-fixture.contract.ts';

describe('DELETE /users/{id}', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
  });
  after(() => api.close());

  test('deleting leaves a tombstone, ends sessions, keeps the id; lifting takes it away', async () => {
    await api.accounts.addSession('auth0|42');
    await checkRow(api, { name: 'delete', method: 'DELETE', path: '/users/auth0%7C42', status: 204 });
    await checkRow(api, { name: 'again', method: 'DELETE', path: '/users/auth0%7C42', status: 204 });
    assert.equal(await api.accounts.countSessions('auth0|42'), 0);
    await checkRow(api, { name: 'gone', method: 'GET', path: '/users/auth0%7C42', status: 404 });
    await checkRow(api, {
      name: 'its id is never given again',
      method: 'POST',
      path: '/users',
      body: { ...ada, user_id: '42' },
      status: 409,
    });
    const { body } = await api.call('GET', '/segue/tombstones?include_totals=true');
    assert.equal(body.total, 1);
    const [tombstone] = body.tombstones;
    assert.equal(tombstone.user_id, 'auth0|42');
    await checkRow(api, {
      name: 'lift',
      method: 'DELETE',
      path: `/segue/tombstones/${tombstone.id}`,
      status: 204,
    });
    await checkRow(api, {
      name: 'lift again',
      method: 'DELETE',
      path: `/segue/tombstones/${tombstone.id}`,
      status: 404,
      contains: ['inexistent_tombstone'],
    });
    const { body: logs } = await api.call('GET', '/users/auth0%7C42/logs?include_totals=true&sort=date:1');
    assert.deepEqual(
      logs.logs.map((log: { details: { kind: string } }) => log.details.kind),
      ['user-created', 'user-deleted', 'tombstone-lifted'],
    );
  });
});
