import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, audience, checkRow, openApi } from '../api-fixture.contract.ts';

describe('resource servers', () => {
  let api: ApiUnderTest;
  const path = '/resource-servers';
  const identifier = 'https://orders.example/api';
  before(async () => {
    api = await openApi();
  });
  after(() => api.close());

  test('created, read by id and by identifier, changed, listed, deleted', async () => {
    const { body } = await checkRow(api, {
      name: 'create',
      method: 'POST',
      path,
      body: {
        identifier,
        name: 'Orders',
        scopes: [{ value: 'read:orders', description: 'Read' }],
        enforce_policies: false,
      },
      status: 201,
      contains: ['"is_system":false', '"signing_alg":"RS256"', '"token_lifetime":86400'],
    });
    const byName = `${path}/${encodeURIComponent(identifier)}`;
    await checkRow(api, { name: 'twice', method: 'POST', path, body: { identifier }, status: 409 });
    await checkRow(api, {
      name: 'by id',
      method: 'GET',
      path: `${path}/${body.id}`,
      status: 200,
      contains: [identifier],
    });
    await checkRow(api, {
      name: 'by identifier',
      method: 'GET',
      path: byName,
      status: 200,
      contains: [body.id],
    });
    await checkRow(api, {
      name: 'patch',
      method: 'PATCH',
      path: byName,
      body: { token_lifetime: 60 },
      status: 200,
      contains: ['"token_lifetime":60', 'read:orders'],
    });
    await checkRow(api, {
      name: 'the identifier stays',
      method: 'PATCH',
      path: byName,
      body: { identifier: 'x' },
      status: 400,
    });
    await checkRow(api, {
      name: 'HS256',
      method: 'PATCH',
      path: byName,
      body: { signing_alg: 'HS256' },
      status: 400,
    });
    await checkRow(api, {
      name: 'list',
      method: 'GET',
      path: `${path}?page=0&per_page=100&include_totals=true`,
      status: 200,
      contains: ['"resource_servers":[{', identifier],
    });
    await checkRow(api, {
      name: 'listed by identifier',
      method: 'GET',
      path: `${path}?identifiers=${encodeURIComponent(identifier)}`,
      status: 200,
      contains: [identifier],
    });
    await checkRow(api, { name: 'delete', method: 'DELETE', path: byName, status: 204 });
    await checkRow(api, {
      name: 'gone',
      method: 'GET',
      path: byName,
      status: 404,
      contains: ['inexistent_resource_server'],
    });
    await checkRow(api, { name: 'twice', method: 'DELETE', path: byName, status: 204 });
  });

  test('the Management API itself is not among them (S4)', async () => {
    const system = await api.tenant.resourceServers.findByIdentifier(audience);
    assert.ok(system);
    for (const key of [system.id, encodeURIComponent(audience)]) {
      await checkRow(api, { name: 'get', method: 'GET', path: `${path}/${key}`, status: 404 });
      await checkRow(api, {
        name: 'patch',
        method: 'PATCH',
        path: `${path}/${key}`,
        body: { token_lifetime: 1 },
        status: 404,
      });
      await checkRow(api, { name: 'delete', method: 'DELETE', path: `${path}/${key}`, status: 204 });
    }
    assert.deepEqual(await api.tenant.resourceServers.findByIdentifier(audience), system);
    const { body } = await checkRow(api, {
      name: 'list',
      method: 'GET',
      path: `${path}?include_totals=true`,
      status: 200,
      lacks: [audience],
    });
    assert.equal(body.total, body.resource_servers.length);
  });

  test('nothing under the address of Segue (S3)', async () => {
    for (const spelled of [audience, 'HTTPS://ID.EXAMPLE.COM./api/v2', 'https://id.example.com/%61pi/v2/']) {
      await checkRow(api, {
        name: spelled,
        method: 'POST',
        path,
        body: { identifier: spelled },
        status: 400,
        contains: ['address of Segue'],
      });
    }
  });
});
