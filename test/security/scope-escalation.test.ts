import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const held = [
  'create:clients',
  'update:clients',
  'update:client_keys',
  'read:client_keys',
  'create:client_grants',
  'update:client_grants',
  'read:client_grants',
];

for (const store of stores) {
  describe(`S4: no token makes more of itself, ${store.name}`, store.options, () => {
    let segue: Segue;
    let audience: string;
    let clientId: string;
    let grantId: string;
    let token: string;
    before(async () => {
      segue = await startSegue(store);
      audience = `${segue.issuer}api/v2/`;
      const client = await segue.manage('POST', 'clients', { name: 'limited', app_type: 'non_interactive' });
      const { client_id, client_secret } = client.body;
      clientId = client_id;
      grantId = (await segue.manage('POST', 'client-grants', { client_id, audience, scope: held })).body.id;
      const grant = { grant_type: 'client_credentials', client_id, client_secret, audience };
      token = (await segue.token(grant)).body.access_token;
    });
    after(() => segue.stop());

    /** A call with the limited token. */
    function call(method: string, path: string, body?: object): Promise<Answer> {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return segue.request(`api/v2/${path}`, init, path === 'clients' ? ['client_secret'] : []);
    }

    function assertRefused(answer: Answer): void {
      assert.deepEqual([answer.status, answer.body.errorCode], [403, 'insufficient_scope'], answer.text);
    }

    test('by its own grant', async () => {
      assertRefused(await call('PATCH', `client-grants/${grantId}`, { scope: [...held, 'read:users'] }));
      const { scope } = (await segue.manage('GET', `client-grants/${grantId}`)).body;
      assert.deepEqual(scope, held);
    });

    test('by a grant for a client of its own', async () => {
      const made = await call('POST', 'clients', { name: 'puppet', app_type: 'non_interactive' });
      const { client_id } = made.body;
      assertRefused(await call('POST', 'client-grants', { client_id, audience, scope: ['delete:users'] }));
      const same = await call('POST', 'client-grants', { client_id, audience, scope: ['create:clients'] });
      assert.equal(same.status, 201, 'what it has, it may give');
    });

    test('by the secret or the authentication of a client that may do more', async () => {
      const path = `clients/${segue.operator.clientId}`;
      for (const change of [
        { client_secret: 'x'.repeat(40) },
        { token_endpoint_auth_method: 'none', grant_types: ['password'] },
        { grant_types: ['client_credentials', 'password'] },
      ]) {
        assertRefused(await call('PATCH', path, change));
      }
      assert.equal((await call('PATCH', path, { description: 'renamed' })).status, 200);
    });

    test('by reading that secret', async () => {
      const one = await call('GET', `clients/${segue.operator.clientId}`);
      assert.equal(one.status, 200);
      assert.ok(!('client_secret' in one.body));
      const all = await call('GET', 'clients');
      const shown = all.body.filter((client: object) => 'client_secret' in client);
      assert.ok(shown.some(({ client_id }: { client_id: string }) => client_id === clientId));
      assert.ok(!shown.some(({ client_id }: { client_id: string }) => client_id === segue.operator.clientId));
    });

    test('by a second Management API under another spelling', async () => {
      const draft = { identifier: `${audience}?`, scopes: held.map((value) => ({ value })) };
      assert.equal((await segue.manage('POST', 'resource-servers', draft)).status, 400);
    });
  });
}
