import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';
const shop = 'https://shop.example.com/api';

/** SEGUE_URL is http://segue.test/; each of these could be read as an address under it. */
const spellings = [
  'http://segue.test',
  'http://segue.test/',
  'http://segue.test/api/v2/',
  'http://segue.test/api/v2',
  'https://segue.test/api/v2/',
  'HTTP://SEGUE.TEST/API/V2/',
  'http://segue.test:80/api/v2/',
  'https://segue.test:443/api/v2/',
  'http://segue.test./api/v2/',
  'http://operator@segue.test/api/v2/',
  'http://segue.test/%61pi/v2/',
  'http://segue%2Etest/api/v2/',
  'http://segue.test/other/../api/v2/',
  'http://segue.test//api//v2//',
  'http:\\\\segue.test\\api\\v2\\',
  '//segue.test/api/v2/',
  'segue.test/api/v2/',
  ' http://segue.test/api/v2/ ',
  'http://segue.test/userinfo',
  'http://segue.test/api/v2/?a=1#b',
];

for (const store of stores) {
  describe(`S3: tokens for the Management API, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, { login: everybody });
      const api = await segue.manage('POST', 'resource-servers', {
        identifier: shop,
        scopes: [{ value: 'read:users' }],
        allow_offline_access: true,
      });
      assert.equal(api.status, 201, api.text);
    });
    after(() => segue.stop());

    const bearer = async (token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await segue.request('api/v2/users', { headers })).status;
    };

    test('come by no password grant, whatever its audience is called', async () => {
      for (const audience of [`${segue.issuer}api/v2/`, ...spellings]) {
        const answer = await connection.logIn('user@example.com', 'any', { audience });
        if (audience === `${segue.issuer}userinfo`) continue; // which is what every login may have
        assert.deepEqual([answer.status, answer.body.error], [403, 'access_denied'], audience);
      }
    });

    test('come by no password grant where they are the default audience', async (t) => {
      const settings = (default_audience: string | null): Promise<unknown> =>
        segue.manage('PATCH', 'tenants/settings', { default_audience });
      await settings(`${segue.issuer}api/v2/`);
      t.after(() => settings(null));
      const answer = await connection.logIn('user@example.com', 'any');
      assert.deepEqual([answer.status, answer.body.error], [403, 'access_denied']);
    });

    test('come by no refresh token', async () => {
      const first = await connection.logIn('user@example.com', 'any', { scope: 'openid offline_access' });
      assert.equal(first.status, 200, first.text);
      const answer = await segue.token({
        grant_type: 'refresh_token',
        ...connection.application,
        refresh_token: first.body.refresh_token,
        audience: `${segue.issuer}api/v2/`,
      });
      assert.deepEqual([answer.status, answer.body.error], [403, 'access_denied']);
    });

    test('come by client credentials only with a client grant, and with its scopes', async () => {
      const machine = await segue.manage('POST', 'clients', {
        name: 'machine',
        app_type: 'non_interactive',
      });
      const audience = `${segue.issuer}api/v2/`;
      const { client_id, client_secret } = machine.body;
      const ask = (scope?: string): ReturnType<Segue['token']> =>
        segue.token({
          grant_type: 'client_credentials',
          client_id,
          client_secret,
          audience,
          ...(scope === undefined ? {} : { scope }),
        });
      assert.deepEqual((await ask()).status, 403);
      const grant = { client_id, audience, scope: ['read:users'] };
      assert.equal((await segue.manage('POST', 'client-grants', grant)).status, 201);
      const token = await ask('read:users delete:users');
      assert.equal(token.body.scope, 'read:users');
      assert.equal(await bearer(token.body.access_token), 200);

      // Another API may have scopes of the same name.
      const other = { client_id, audience: shop, scope: ['read:users'] };
      assert.equal((await segue.manage('POST', 'client-grants', other)).status, 201);
      const elsewhere = await segue.token({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        audience: shop,
      });
      assert.equal(elsewhere.body.scope, 'read:users');
      assert.equal(await bearer(elsewhere.body.access_token), 401);

      const headers = { authorization: `Bearer ${token.body.access_token}` };
      const refused = await segue.request('api/v2/users/auth0%7C1', { method: 'DELETE', headers });
      assert.deepEqual(
        [refused.status, refused.body.message],
        [403, 'Insufficient scope, expected any of: delete:users'],
      );
    });

    test('are no ID tokens, no tokens for another API, none for /userinfo, and none for a user', async () => {
      const login = await connection.logIn('user@example.com', 'any', {
        audience: shop,
        scope: 'openid read:users',
      });
      assert.equal(login.status, 200, login.text);
      const plain = await connection.logIn('user@example.com', 'any');
      for (const token of [login.body.id_token, login.body.access_token, plain.body.access_token]) {
        assert.equal(await bearer(token), 401);
      }
      assert.equal(await bearer(login.body.id_token.replace(/\.[^.]*$/, '.')), 401, 'without a signature');
    });

    for (const identifier of spellings) {
      test(`are for no API of the operator's own: ${identifier}`, async () => {
        const answer = await segue.manage('POST', 'resource-servers', { identifier, name: 'mine' });
        assert.deepEqual([answer.status, answer.body.errorCode], [400, 'invalid_body'], answer.text);
      });
    }

    test('addresses that only look alike are the operator’s to use', async () => {
      for (const identifier of [
        'https://segue.test.example.com/',
        'http://segue.test:8080/',
        'urn:segue.test',
      ]) {
        const answer = await segue.manage('POST', 'resource-servers', { identifier });
        assert.equal(answer.status, 201, `${identifier}: ${answer.text}`);
      }
    });
  });
}
