import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi, tokenWith } from '../api-fixture.contract.ts';

describe('clients', () => {
  let api: ApiUnderTest;
  let id: string;
  let secret: string;
  before(async () => {
    api = await openApi();
  });
  after(() => api.close());

  test('created with a secret, which only read:client_keys shows again', async () => {
    const { body } = await checkRow(api, {
      name: 'create',
      method: 'POST',
      path: '/clients',
      body: { name: 'Shop', app_type: 'regular_web', callbacks: ['https://shop.example/cb'], sso: true },
      status: 201,
      contains: ['"token_endpoint_auth_method":"client_secret_post"', '"sso":true', '"global":false'],
    });
    id = body.client_id;
    secret = body.client_secret;
    assert.match(secret, /^[\w-]{64}$/);
    assert.match(id, /^[A-Za-z0-9]{32}$/);
    await checkRow(api, {
      name: 'shown',
      method: 'GET',
      path: `/clients/${id}`,
      status: 200,
      contains: [secret],
    });
    const token = tokenWith('read:clients');
    await checkRow(api, {
      name: 'not shown',
      method: 'GET',
      path: `/clients/${id}`,
      token,
      status: 200,
      contains: ['Shop'],
      lacks: [secret, 'client_secret"', 'sealed'],
    });
    await checkRow(api, {
      name: 'nor listed',
      method: 'GET',
      path: '/clients',
      token,
      status: 200,
      lacks: [secret, 'sealed'],
    });
    const stored = await api.tenant.clients.find(id);
    assert.ok(!JSON.stringify(stored).includes(secret));
  });

  test('the kind of application decides what is left out', async () => {
    const { body: spa } = await api.call('POST', '/clients', { body: { name: 'Spa', app_type: 'spa' } });
    assert.equal(spa.token_endpoint_auth_method, 'none');
    assert.equal(spa.refresh_token.rotation_type, 'rotating');
    const { body: machine } = await api.call('POST', '/clients', {
      body: { name: 'M', app_type: 'non_interactive' },
    });
    assert.deepEqual(machine.grant_types, ['client_credentials']);
  });

  const refusals = [
    { name: 'without a name', body: {}, contains: ['Missing required property: name'] },
    {
      name: 'an unknown grant',
      body: { name: 'x', grant_types: ['magic'] },
      contains: ['on property grant_types.0'],
    },
    {
      name: 'a public client with client credentials',
      body: { name: 'x', token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
      contains: ['Invalid grant types: client_credentials'],
    },
    {
      name: 'a short secret',
      body: { name: 'x', client_secret: 'short-canary' },
      contains: ['String is too short'],
      lacks: ['canary'],
    },
  ];
  for (const row of refusals) {
    test(
      row.name,
      async () => void (await checkRow(api, { method: 'POST', path: '/clients', status: 400, ...row })),
    );
  }

  test('changed; a property that is only kept can be taken away', async () => {
    await checkRow(api, {
      name: 'patch',
      method: 'PATCH',
      path: `/clients/${id}`,
      body: {
        description: 'd',
        sso: null,
        logo_uri: 'https://l.example',
        refresh_token: { rotation_type: 'rotating', expiration_type: 'non-expiring' },
      },
      status: 200,
      contains: ['"description":"d"', 'logo_uri', '"infinite_token_lifetime":true'],
      lacks: ['"sso"'],
    });
    const before = await api.tenant.clients.find(id);
    api.clock.advance(1000);
    const { body } = await api.call('GET', `/clients/${id}`);
    const { client_id: _id, ...sent } = body;
    await checkRow(api, {
      name: 'sent back',
      method: 'PATCH',
      path: `/clients/${id}`,
      body: sent,
      status: 200,
    });
    assert.deepEqual(await api.tenant.clients.find(id), before);
    await checkRow(api, {
      name: 'nobody',
      method: 'PATCH',
      path: '/clients/nobody',
      body: {},
      status: 404,
      contains: ['inexistent_client'],
    });
    const token = tokenWith('update:clients');
    await checkRow(api, {
      name: 'the secret needs its scope',
      method: 'PATCH',
      path: `/clients/${id}`,
      token,
      body: { client_secret: 's'.repeat(40) },
      status: 403,
      contains: ['update:client_keys'],
    });
    await checkRow(api, {
      name: 'and the rest its own',
      method: 'PATCH',
      path: `/clients/${id}`,
      token: tokenWith('update:client_keys'),
      body: { name: 'y' },
      status: 403,
      contains: ['update:clients'],
    });
    await checkRow(api, {
      name: 'a new secret',
      method: 'PATCH',
      path: `/clients/${id}`,
      body: { client_secret: 's'.repeat(40) },
      status: 200,
      contains: ['s'.repeat(40)],
    });
  });

  test('refresh tokens that expire always have lifetimes, also after they had none', async () => {
    const draft = {
      name: 'Policy',
      app_type: 'regular_web',
      refresh_token: { expiration_type: 'non-expiring' },
    };
    const { body: made } = await api.call('POST', '/clients', { body: draft });
    assert.equal(made.refresh_token.expiration_type, 'non-expiring');
    const patch = async (refresh_token: object): Promise<unknown> => {
      const { status, body } = await api.call('PATCH', `/clients/${made.client_id}`, {
        body: { refresh_token },
      });
      assert.equal(status, 200);
      return body.refresh_token;
    };
    const endless = {
      rotation_type: 'non-rotating',
      expiration_type: 'non-expiring',
      leeway: 0,
      infinite_token_lifetime: true,
      infinite_idle_token_lifetime: true,
    };
    const expiring = {
      rotation_type: 'non-rotating',
      expiration_type: 'expiring',
      leeway: 0,
      token_lifetime: 2_592_000,
      idle_token_lifetime: 1_296_000,
      infinite_token_lifetime: false,
      infinite_idle_token_lifetime: false,
    };
    const { token_lifetime: _, ...idleOnly } = { ...expiring, infinite_token_lifetime: true };
    for (const [sent, shown] of [
      [{ leeway: 0 }, endless],
      [{ expiration_type: 'expiring' }, expiring],
      [{ expiration_type: 'non-expiring' }, endless],
      [{ infinite_token_lifetime: false, infinite_idle_token_lifetime: false }, expiring],
      [{ expiration_type: 'non-expiring' }, endless],
      [
        { expiration_type: 'expiring', idle_token_lifetime: 60 },
        { ...expiring, idle_token_lifetime: 60 },
      ],
      [
        { expiration_type: 'expiring', token_lifetime: 90 },
        { ...expiring, token_lifetime: 90, idle_token_lifetime: 60 },
      ],
      [{ leeway: 0 }, { ...expiring, token_lifetime: 90, idle_token_lifetime: 60 }],
      [{ infinite_token_lifetime: true, idle_token_lifetime: 1_296_000 }, idleOnly],
      [idleOnly, idleOnly],
      [{ expiration_type: 'expiring' }, expiring],
    ] as const) {
      assert.deepEqual(await patch(sent), shown, JSON.stringify(sent));
    }
    await api.call('DELETE', `/clients/${made.client_id}`);
  });

  test("listed in Auth0's forms", async () => {
    await checkRow(api, {
      name: 'array',
      method: 'GET',
      path: '/clients?is_global=false',
      status: 200,
      contains: ['[{'],
    });
    const { body } = await checkRow(api, {
      name: 'totals',
      method: 'GET',
      path: '/clients?page=1&per_page=2&include_totals=true&is_global=false',
      status: 200,
    });
    assert.deepEqual([body.start, body.limit, body.total, body.clients.length], [2, 2, 3, 1]);
    await checkRow(api, {
      name: 'by type',
      method: 'GET',
      path: '/clients?app_type=spa',
      status: 200,
      contains: ['Spa'],
      lacks: [id],
    });
    await checkRow(api, {
      name: 'a global one, which there is not',
      method: 'GET',
      path: '/clients?is_global=true',
      status: 403,
      contains: ['Insufficient scope, expected any of: '],
    });
    await checkRow(api, {
      name: 'checkpoint',
      method: 'GET',
      path: '/clients?take=2',
      status: 200,
      contains: ['"next"'],
    });
    await checkRow(api, { name: 'nobody', method: 'GET', path: '/clients/nobody', status: 404 });
  });

  test('deleted, also twice', async () => {
    await checkRow(api, { name: 'delete', method: 'DELETE', path: `/clients/${id}`, status: 204 });
    await checkRow(api, { name: 'twice', method: 'DELETE', path: `/clients/${id}`, status: 204 });
  });
});
