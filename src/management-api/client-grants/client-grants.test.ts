import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, audience, checkRow, openApi, tokenWith } from '../api-fixture.contract.ts';

describe('client grants', () => {
  let api: ApiUnderTest;
  let id: string;
  before(async () => {
    api = await openApi();
    await api.call('POST', '/resource-servers', {
      body: {
        identifier: 'https://orders.example',
        scopes: [{ value: 'read:orders' }, { value: 'write:orders' }],
      },
    });
    id = (await api.call('POST', '/clients', { body: { name: 'Shop' } })).body.client_id;
  });
  after(() => api.close());

  test('grants', async () => {
    const path = '/client-grants';
    const wanted = { client_id: id, audience: 'https://orders.example', scope: ['read:orders'] };
    const { body } = await checkRow(api, {
      name: 'create',
      method: 'POST',
      path,
      body: wanted,
      status: 201,
      contains: ['cgr_'],
    });
    await checkRow(api, { name: 'twice', method: 'POST', path, body: wanted, status: 409 });
    await checkRow(api, {
      name: 'no such API',
      method: 'POST',
      path,
      body: { ...wanted, audience: 'https://no.example' },
      status: 404,
    });
    await checkRow(api, {
      name: 'no such client',
      method: 'POST',
      path,
      body: { ...wanted, client_id: 'x' },
      status: 404,
    });
    await checkRow(api, {
      name: 'no such scope',
      method: 'PATCH',
      path: `${path}/${body.id}`,
      body: { scope: ['burn:orders'] },
      status: 400,
      contains: ['burn:orders'],
    });
    await checkRow(api, {
      name: 'patch',
      method: 'PATCH',
      path: `${path}/${body.id}`,
      body: { scope: ['write:orders'] },
      status: 200,
      contains: ['["write:orders"]'],
    });
    await checkRow(api, {
      name: 'get',
      method: 'GET',
      path: `${path}/${body.id}`,
      status: 200,
      contains: [id],
    });
    await checkRow(api, {
      name: 'list',
      method: 'GET',
      path: `${path}?client_id=${id}&include_totals=true&take=50`,
      status: 200,
      contains: ['{"client_grants":[{'],
      lacks: ['next'],
    });
    await checkRow(api, {
      name: 'list another',
      method: 'GET',
      path: `${path}?client_id=other`,
      status: 200,
      contains: ['[]'],
    });
    await checkRow(api, { name: 'delete', method: 'DELETE', path: `${path}/${body.id}`, status: 204 });
    await checkRow(api, { name: 'gone', method: 'GET', path: `${path}/${body.id}`, status: 404 });
  });

  test('no token grants what it lacks, nor takes over a client that has it (S4)', async () => {
    const weak = tokenWith(
      'create:client_grants',
      'update:client_grants',
      'update:clients',
      'update:client_keys',
      'read:client_keys',
      'read:clients',
    );
    const grant = (scope: string[], token?: string): Parameters<typeof checkRow>[1] => ({
      name: `grant ${scope}`,
      method: 'POST',
      path: '/client-grants',
      body: { client_id: id, audience, scope },
      status: 403,
      ...(token === undefined ? {} : { token }),
    });
    await checkRow(api, {
      ...grant(['delete:users'], weak),
      contains: ['Insufficient scope, expected any of: delete:users'],
    });
    const { body } = await checkRow(api, { ...grant(['delete:users']), status: 201 });
    await checkRow(api, {
      name: 'extend',
      method: 'PATCH',
      path: `/client-grants/${body.id}`,
      token: weak,
      body: { scope: ['delete:users', 'read:users'] },
      status: 403,
    });
    const path = `/clients/${id}`;
    await checkRow(api, {
      name: 'secret unseen',
      method: 'GET',
      path,
      token: weak,
      status: 200,
      lacks: ['client_secret"'],
    });
    for (const patch of [
      { client_secret: 't'.repeat(40) },
      { token_endpoint_auth_method: 'none' },
      { grant_types: ['password'] },
    ]) {
      await checkRow(api, {
        name: Object.keys(patch).join(),
        method: 'PATCH',
        path,
        token: weak,
        body: patch,
        status: 403,
      });
    }
    await checkRow(api, {
      name: 'its name may change',
      method: 'PATCH',
      path,
      token: weak,
      body: { name: 'New' },
      status: 200,
    });
  });

  test('they go with their client', async () => {
    await api.call('DELETE', `/clients/${id}`);
    const path = `/client-grants?client_id=${id}`;
    await checkRow(api, { name: 'gone', method: 'GET', path, status: 200, contains: ['[]'] });
  });
});
