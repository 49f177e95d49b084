import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { passwordRealm } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';

/** What the file says, as auth0-deploy-cli 8.44 sends it. */
const file = {
  resourceServer: {
    name: 'Deployed API',
    identifier: 'https://deployed.example.com/api',
    scopes: [{ value: 'read:things', description: 'Read' }],
    allow_offline_access: true,
  },
  client: {
    name: 'Deployed app',
    app_type: 'regular_web',
    grant_types: ['password', passwordRealm, 'refresh_token', 'client_credentials'],
    callbacks: ['https://app.example.com/callback'],
    token_endpoint_auth_method: 'client_secret_post',
  },
  database: {
    name: 'deployed-users',
    strategy: 'auth0',
    options: {
      import_mode: true,
      enabledDatabaseCustomization: true,
      customScripts: { login: everybody, get_user: '(email, callback) => callback(null)' },
      brute_force_protection: true,
      passwordPolicy: 'good',
      disable_self_service_change_password: false,
    },
  },
};

const pages = 'page=0&per_page=100&include_totals=true';

/** One run of the tool's import, request for request; it keeps no state but what the server tells it. */
async function importFile(segue: Segue, apiKey: string): Promise<void> {
  const { resourceServer, client, database } = file;
  const { identifier, ...withoutIdentifier } = resourceServer;
  const { name, strategy: _strategy, ...withoutName } = database;

  const [api] = await everyPage(
    segue,
    'resource-servers',
    'resource_servers',
    (each) => each.identifier === identifier,
  );
  await write(segue, 'resource-servers', api?.id, resourceServer, withoutIdentifier);
  const findClient = (): Promise<readonly Thing[]> =>
    everyPage(segue, 'clients', 'clients', (each) => each.name === client.name, '&is_global=false');
  const [app] = await findClient();
  await write(segue, 'clients', app?.client_id, client, client);
  const [{ client_id }] = await findClient();

  const listed = await segue.manage('GET', 'connections?include_totals=true&take=50&strategy=auth0');
  const actions = await segue.manage('GET', 'actions/actions?page=0&per_page=100');
  assert.partialDeepStrictEqual(actions, { status: 200, body: { actions: [], total: 0 } });
  const known = listed.body.connections.find((each: Thing) => each.name === name);
  const options = { ...database.options, configuration: { API_KEY: apiKey } };
  if (known === undefined) {
    assert.equal((await segue.manage('POST', 'connections', { ...database, options })).status, 201);
  } else {
    // Stored options, `configuration` sealed as it was shown, overlaid with the file's.
    const stored = (await segue.manage('GET', `connections/${known.id}`)).body.options;
    const patched = await segue.manage('PATCH', `connections/${known.id}`, {
      ...withoutName,
      options: { ...stored, ...database.options },
    });
    assert.equal(patched.status, 200, patched.text);
  }
  const found = await segue.manage('GET', `connections?name=${name}&take=1&include_fields=true`);
  const [{ id }] = found.body.connections;
  const enabled = await segue.manage('PATCH', `connections/${id}/clients`, [{ client_id, status: true }]);
  assert.equal(enabled.status, 204, enabled.text);

  const scope = ['read:things'];
  const grants = await segue.manage('GET', 'client-grants?include_totals=true&take=50');
  const grant = grants.body.client_grants.find((each: Thing) => each.audience === identifier);
  await write(segue, 'client-grants', grant?.id, { client_id, audience: identifier, scope }, { scope });
}

// biome-ignore lint/suspicious/noExplicitAny: what the API lists
type Thing = any;

/** Reads pages until `total` is reached, as the tool does; a wrong total ends it. */
async function everyPage(
  segue: Segue,
  path: string,
  name: string,
  wanted: (thing: Thing) => boolean,
  more = '',
): Promise<readonly Thing[]> {
  const { status, body } = await segue.manage('GET', `${path}?${pages}${more}`);
  assert.equal(status, 200);
  assert.equal(body.total, body[name].length, 'the total is that of the list');
  return body[name].filter(wanted);
}

async function write(
  segue: Segue,
  path: string,
  id: string | undefined,
  whole: object,
  part: object,
): Promise<void> {
  const answer =
    id === undefined
      ? await segue.manage('POST', path, whole)
      : await segue.manage('PATCH', `${path}/${encodeURIComponent(id)}`, part);
  assert.equal(answer.status, id === undefined ? 201 : 200, answer.text);
}

async function logIn(segue: Segue, username: string): Promise<Answer> {
  const { body } = await segue.manage('GET', `clients?${pages}`);
  const { client_id, client_secret } = body.clients.find(({ name }: Thing) => name === file.client.name);
  const realm = file.database.name;
  return segue.token({
    grant_type: passwordRealm,
    realm,
    client_id,
    client_secret,
    username,
    password: 'any',
  });
}

for (const store of stores) {
  test(
    `the deploy tool imports, and imports again without a change, ${store.name}`,
    store.options,
    async (t) => {
      const segue = await startSegue(store);
      t.after(() => segue.stop());
      const apiKey = segue.canaries.plant('secret');
      await importFile(segue, apiKey);
      assert.equal((await logIn(segue, 'first@example.com')).status, 200);
      const connection = async (): Promise<Thing> =>
        (await segue.manage('GET', `connections?name=${file.database.name}`)).body[0];
      const before = await connection();
      assert.equal(before.options.passwordPolicy, 'good', 'options that we do not know are kept');

      await importFile(segue, apiKey);
      assert.deepEqual(await connection(), before);
      assert.equal((await logIn(segue, 'second@example.com')).status, 200);
      const versions = (await segue.logs())
        .filter(({ type }) => type === 'sui')
        .map(({ details }) => details.script_version);
      assert.equal(versions.length, 2);
      assert.equal(new Set(versions).size, 1, 'the scripts are the same version');
    },
  );

  test(`the deploy tool exports: what is not there is skipped, ${store.name}`, store.options, async (t) => {
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    // The tool skips a kind with a warning on these words, and ends the export on a 404 or an empty list of global clients.
    for (const path of [
      'rules',
      'prompts',
      'branding/phone/providers',
      'attack-protection/bot-detection',
      'clients?is_global=true&include_totals=true',
    ]) {
      const answer = await segue.manage('GET', path);
      assert.equal(answer.status, 403, path);
      assert.match(answer.body.message, /^Insufficient scope, expected any of: read:/);
    }
    for (const kind of [
      'brute-force-protection',
      'suspicious-ip-throttling',
      'breached-password-detection',
    ]) {
      const path = `attack-protection/${kind}`;
      const exported = await segue.manage('GET', path);
      assert.equal(exported.status, 200, path);
      const imported = await segue.manage('PATCH', path, exported.body);
      assert.equal(imported.status, 200, imported.text);
      assert.deepEqual(imported.body, exported.body);
    }
    const settings = await segue.manage('GET', 'tenants/settings');
    const { flags, ...rest } = settings.body;
    const again = await segue.manage('PATCH', 'tenants/settings', { ...rest, flags });
    assert.equal(again.status, 200, again.text);
    assert.deepEqual(again.body, settings.body, 'what was exported can be imported');
  });
}
