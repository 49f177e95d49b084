import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi } from '../../api-fixture.contract.ts';

describe('the clients of a connection', () => {
  let api: ApiUnderTest;
  let id: string;
  let clientId: string;
  before(async () => {
    api = await openApi();
    clientId = (await api.call('POST', '/clients', { body: { name: 'Web' } })).body.client_id;
    const body = { name: 'shop-users', strategy: 'auth0', enabled_clients: [clientId] };
    id = (await api.call('POST', '/connections', { body })).body.id;
  });
  after(() => api.close());

  test('clients are enabled and disabled', async () => {
    const path = `/connections/${id}/clients`;
    const { client_id: second } = (await api.call('POST', '/clients', { body: { name: 'Second' } })).body;
    await checkRow(api, {
      name: 'patch',
      method: 'PATCH',
      path,
      body: [
        { client_id: second, status: true },
        { client_id: clientId, status: false },
      ],
      status: 204,
    });
    await checkRow(api, {
      name: 'list',
      method: 'GET',
      path: `${path}?take=100`,
      status: 200,
      contains: [second],
      lacks: [clientId, 'next'],
    });
    await checkRow(api, {
      name: 'enable again',
      method: 'PATCH',
      path,
      body: [{ client_id: clientId, status: true }],
      status: 204,
    });
    const first = (await api.call('GET', `${path}?take=1`)).body;
    const rest = (await api.call('GET', `${path}?take=1&from=${first.next}`)).body;
    assert.deepEqual(
      [...first.clients, ...rest.clients].map((each) => each.client_id).toSorted(),
      [clientId, second].toSorted(),
    );
    await checkRow(api, {
      name: 'nobody',
      method: 'PATCH',
      path,
      body: [{ client_id: 'x', status: true }],
      status: 400,
    });
    await checkRow(api, {
      name: 'none',
      method: 'PATCH',
      path,
      body: [],
      status: 400,
      contains: ['Array is too short (0), minimum 1'],
    });
    await checkRow(api, {
      name: 'no connection',
      method: 'PATCH',
      path: '/connections/con_x/clients',
      body: [{ client_id: clientId, status: true }],
      status: 404,
    });
    await api.call('DELETE', `/clients/${second}`);
    await checkRow(api, {
      name: 'a deleted client is gone from here',
      method: 'GET',
      path,
      status: 200,
      lacks: [second],
    });
  });
});
