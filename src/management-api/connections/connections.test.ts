import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi } from '../api-fixture.contract.ts';

const script = 'function f(email, password, callback) { callback() }';
const migrating = {
  import_mode: true,
  enabledDatabaseCustomization: true,
  customScripts: { login: script, get_user: script },
};
const clear = 'sesame-canary';

describe('connections', () => {
  let api: ApiUnderTest;
  let id: string;
  let clientId: string;
  before(async () => {
    api = await openApi();
    clientId = (await api.call('POST', '/clients', { body: { name: 'Web' } })).body.client_id;
  });
  after(() => api.close());

  const create = { method: 'POST', path: '/connections' };

  test('created with scripts and sealed secrets', async () => {
    const { body } = await checkRow(api, {
      ...create,
      name: 'create',
      body: {
        name: 'shop-users',
        strategy: 'auth0',
        enabled_clients: [clientId],
        options: {
          ...migrating,
          configuration: { KEY: clear },
          passwordPolicy: 'good',
          validation: { username: null },
        },
      },
      status: 201,
      contains: [
        '"strategy":"auth0"',
        '"realms":["shop-users"]',
        '"passwordPolicy":"good"',
        '"brute_force_protection":true',
      ],
      lacks: [clear],
    });
    id = body.id;
    assert.match(id, /^con_[A-Za-z0-9]{16}$/);
    assert.match(body.options.configuration.KEY, /^sealed:/);
    assert.deepEqual(body.options.validation, { username: null });
  });

  const refusals = [
    {
      name: 'a name that is taken',
      body: { name: 'shop-users', strategy: 'auth0' },
      status: 409,
      contains: ['A connection with the same name already exists'],
    },
    {
      name: 'a name with a space',
      body: { name: 'a b', strategy: 'auth0' },
      status: 400,
      contains: ['String does not match pattern', 'on property name'],
    },
    {
      name: 'a name over 128 characters',
      body: { name: 'a'.repeat(129), strategy: 'auth0' },
      status: 400,
      contains: ['String is too long (129 chars), maximum 128'],
    },
    {
      name: 'another strategy',
      body: { name: 'x', strategy: 'google-oauth2' },
      status: 400,
      contains: ['No enum match', 'on property strategy'],
    },
    {
      name: 'import mode with nothing',
      body: { name: 'x', strategy: 'auth0', options: { import_mode: true } },
      status: 400,
      contains: [
        'options.enabledDatabaseCustomization',
        'options.customScripts.login',
        'options.customScripts.get_user',
      ],
    },
    {
      name: 'import mode without a Get User script',
      body: { name: 'x', strategy: 'auth0', options: { ...migrating, customScripts: { login: script } } },
      status: 400,
      contains: ['options.customScripts.get_user'],
      lacks: ['customScripts.login'],
    },
    {
      name: 'import mode without database customization',
      body: { name: 'x', strategy: 'auth0', options: { ...migrating, enabledDatabaseCustomization: false } },
      status: 400,
      contains: ['options.enabledDatabaseCustomization'],
    },
    {
      name: 'a script that is none',
      body: { name: 'x', strategy: 'auth0', options: { customScripts: { login: 'nonsense' } } },
      status: 400,
      contains: ['options.customScripts.login: line 1: no function'],
    },
    {
      name: 'a script over 100 kB',
      body: {
        name: 'x',
        strategy: 'auth0',
        options: { customScripts: { login: `function f() {}${' '.repeat(100_000)}` } },
      },
      status: 400,
      contains: ['String is too long'],
    },
    {
      name: 'a client that is not there',
      body: { name: 'x', strategy: 'auth0', enabled_clients: ['nobody'] },
      status: 400,
      contains: ['No client has the id nobody'],
    },
    {
      name: 'an unknown script name',
      body: { name: 'x', strategy: 'auth0', options: { customScripts: { steal: script } } },
      status: 400,
      contains: ['Additional properties not allowed: steal'],
    },
  ];
  for (const row of refusals) test(row.name, async () => void (await checkRow(api, { ...create, ...row })));

  test('read, listed, filtered, paged', async () => {
    const rows = [
      { path: `/connections/${id}`, contains: ['shop-users'], lacks: [clear] },
      { path: `/connections/${id}?fields=name`, contains: ['shop-users'], lacks: ['options'] },
      { path: '/connections?strategy=auth0&strategy=ad', contains: ['shop-users'], lacks: [clear] },
      { path: '/connections?strategy=ad', contains: ['[]'] },
      {
        path: '/connections?name=shop-users&take=1&include_fields=true',
        contains: ['{"connections":[{'],
        lacks: ['next'],
      },
      {
        path: '/connections?include_totals=true&take=50&strategy=auth0',
        contains: ['{"connections":[{'],
        lacks: ['total'],
      },
      {
        path: '/connections?page=0&per_page=1&include_totals=true',
        contains: ['"total":1', '"start":0', '"limit":1'],
      },
    ];
    for (const row of rows) await checkRow(api, { name: row.path, method: 'GET', status: 200, ...row });
    await checkRow(api, {
      name: 'nobody',
      method: 'GET',
      path: '/connections/con_x',
      status: 404,
      contains: ['inexistent_connection'],
    });
    await checkRow(api, { name: 'status', method: 'GET', path: `/connections/${id}/status`, status: 400 });
  });

  test('how the legacy user store does is told while users come from there, and may be sent back', async () => {
    const wall = '"segue":{"isolation":"strict","isolation_reason":"proven"';
    const told = `${wall},"legacy":{"state":"closed","in_flight":0,"waiting":0}}`;
    const read = { method: 'GET', status: 200 };
    await checkRow(api, { ...read, name: 'read', path: `/connections/${id}`, contains: [told] });
    await checkRow(api, { ...read, name: 'listed', path: '/connections?name=shop-users', contains: [told] });
    const path = `/connections/${id}`;
    const { body } = await api.call('GET', path);
    const { segue, metadata } = body;
    await checkRow(api, { name: 'sent back', method: 'PATCH', path, status: 200, body: { segue, metadata } });
    const patch = { options: { ...body.options, import_mode: false } };
    await checkRow(api, { name: 'switched off', method: 'PATCH', path, status: 200, body: patch });
    await checkRow(api, { ...read, name: 'read then', path, contains: [`${wall}}`] });
    const bare = { path, method: 'PATCH', status: 200, lacks: ['"isolation"'] };
    await checkRow(api, {
      ...bare,
      name: 'without scripts',
      body: { options: { ...patch.options, customScripts: {} } },
    });
    await checkRow(api, { name: 'on', method: 'PATCH', path, status: 200, body: { options: body.options } });
  });

  test('a patch without options keeps them; options are replaced as a whole', async () => {
    await checkRow(api, {
      name: 'display name',
      method: 'PATCH',
      path: `/connections/${id}`,
      body: { display_name: 'Shop' },
      status: 200,
      contains: ['"display_name":"Shop"', '"import_mode":true', '"passwordPolicy":"good"'],
    });
    const { body } = await api.call('GET', `/connections/${id}`);
    const { passwordPolicy: _left, ...rest } = body.options;
    await checkRow(api, {
      name: 'replace',
      method: 'PATCH',
      path: `/connections/${id}`,
      body: { options: rest },
      status: 200,
      lacks: ['passwordPolicy'],
    });
    await checkRow(api, {
      name: 'put back',
      method: 'PATCH',
      path: `/connections/${id}`,
      body: { options: body.options },
      status: 200,
      contains: ['passwordPolicy'],
    });
  });

  test('what was read can be sent back, in any order and with secrets in clear, and changes nothing', async () => {
    const stored = await api.accounts.connections.find(id);
    api.clock.advance(1000);
    const { body } = await api.call('GET', `/connections/${id}`);
    const reversed = Object.fromEntries(Object.entries(body.options).toReversed());
    for (const options of [body.options, reversed, { ...body.options, configuration: { KEY: clear } }]) {
      const { status } = await api.call('PATCH', `/connections/${id}`, { body: { options } });
      assert.equal(status, 200);
      assert.deepEqual(await api.accounts.connections.find(id), stored);
    }
  });

  test('a sealed value opens in its own place only (S10)', async () => {
    const { body } = await api.call('GET', `/connections/${id}`);
    const sealed: string = body.options.configuration.KEY;
    const patch = (target: string, configuration: object, status: number): ReturnType<typeof checkRow> =>
      checkRow(api, {
        name: JSON.stringify(configuration).slice(0, 60),
        method: 'PATCH',
        path: `/connections/${target}`,
        body: { options: { ...body.options, configuration } },
        status,
      });
    await patch(id, { OTHER: sealed }, 400);
    await patch(id, { KEY: `${sealed.slice(0, -4)}AAAA` }, 400);
    await patch(id, { constructor: sealed }, 400);
    const { body: other } = await api.call('POST', '/connections', {
      body: { name: 'other', strategy: 'auth0' },
    });
    await patch(other.id, { KEY: sealed }, 400);
    await checkRow(api, {
      ...create,
      name: 'at creation',
      body: { name: 'thief', strategy: 'auth0', options: { configuration: { KEY: sealed } } },
      status: 400,
      contains: ['options.configuration.KEY'],
      lacks: ['sealed:1'],
    });
    await patch(id, { KEY: sealed, NEW: 'two' }, 200);
    const stored = await api.accounts.connections.find(id);
    assert.equal(stored?.options.configuration['KEY'], sealed);
    await api.call('DELETE', `/connections/${other.id}`);
  });

  test('deleted, also twice', async () => {
    await checkRow(api, { name: 'delete', method: 'DELETE', path: `/connections/${id}`, status: 204 });
    await checkRow(api, { name: 'twice', method: 'DELETE', path: `/connections/${id}`, status: 204 });
    await checkRow(api, { name: 'gone', method: 'GET', path: `/connections/${id}`, status: 404 });
    await checkRow(api, {
      name: 'patch',
      method: 'PATCH',
      path: `/connections/${id}`,
      body: {},
      status: 404,
    });
  });

  test('no secret is in any log line or event', async () => {
    const { events } = await api.accounts.events.list({
      offset: 0,
      limit: 1000,
      direction: 'asc',
      withTotal: false,
    });
    assert.ok(!`${JSON.stringify(events)}${api.logLines.join('')}`.includes('canary'));
  });
});
