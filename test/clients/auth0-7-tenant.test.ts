import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ManagementClient } from 'auth0';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage } from './sdk-stage.ts';

for (const store of stores) {
  describe(`auth0 7: what an operator sets up, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let management: ManagementClient;
    before(async () => {
      stage = await openSdkStage(store);
      management = logIn();
    });
    after(() => stage.stop());

    /** A client that has no token yet. */
    const logIn = (): ManagementClient =>
      new ManagementClient({ domain: stage.domain, ...stage.segue.operator });

    test('connections', async () => {
      const { connections } = management;
      const made = await connections.create({
        name: 'made-by-sdk',
        strategy: 'auth0',
        options: {
          import_mode: true,
          enabledDatabaseCustomization: true,
          customScripts: {
            login: '(email, password, callback) => callback()',
            get_user: '(email, callback) => callback(null)',
          },
          configuration: { API_KEY: stage.segue.canaries.plant('secret') },
        },
      });
      assert.deepEqual([made.name, made.strategy, made.realms], ['made-by-sdk', 'auth0', ['made-by-sdk']]);
      const id = made.id ?? '';
      assert.equal((await connections.get(id)).name, 'made-by-sdk');

      const options = (await connections.get(id)).options ?? {};
      const patched = await connections.update(id, {
        display_name: 'Made by an SDK',
        options: { ...options, disable_signup: true },
      });
      assert.equal(patched.display_name, 'Made by an SDK');
      assert.equal(patched.options?.['disable_signup'], true);
      assert.deepEqual(patched.options?.['configuration'], options['configuration'], 'kept, sealed');

      const clientId = stage.app.clientId;
      await connections.clients.update(id, [{ client_id: clientId, status: true }]);
      const enabled = [];
      for await (const client of await connections.clients.get(id)) enabled.push(client.client_id);
      assert.deepEqual(enabled, [clientId]);

      const found = await connections.list({ strategy: ['auth0', 'ad'], name: 'made-by-sdk' });
      assert.deepEqual(
        found.data.map(({ name }) => name),
        ['made-by-sdk'],
      );
      assert.equal(await connections.delete(id), undefined);
      await assert.rejects(async () => connections.get(id), { statusCode: 404 });
    });

    test('clients', async () => {
      const { clients } = management;
      const made = await clients.create({
        name: 'Made by an SDK',
        app_type: 'regular_web',
        callbacks: ['https://app.example.com/callback'],
        client_metadata: { team: 'blue' },
      });
      const id = made.client_id ?? '';
      assert.ok((made.client_secret ?? '').length >= 32);
      const patched = await clients.update(id, { description: 'patched', oidc_conformant: true });
      assert.deepEqual([patched.description, patched.client_metadata], ['patched', { team: 'blue' }]);
      const { name, ...rest } = await clients.get(id, { fields: 'name' });
      assert.deepEqual([name, rest], ['Made by an SDK', {}]);
      assert.equal((await clients.get(id)).oidc_conformant, true, 'what Segue does not know is kept');
      await clients.delete(id);
      await assert.rejects(async () => clients.get(id), { statusCode: 404 });
    });

    test('resource servers and client grants', async () => {
      const { resourceServers, clientGrants } = management;
      const identifier = 'https://made.example.com/an api/';
      const api = await resourceServers.create({
        identifier,
        name: 'Made',
        scopes: [{ value: 'read:things', description: 'Read' }, { value: 'write:things' }],
        token_lifetime: 600,
      });
      assert.deepEqual([api.identifier, api.token_lifetime], [identifier, 600]);
      assert.equal((await resourceServers.get(identifier)).id, api.id, 'found by its identifier too');
      const patched = await resourceServers.update(api.id ?? '', { token_lifetime: 900 });
      assert.equal(patched.token_lifetime, 900);

      const { client_id } = await management.clients.create({ name: 'granted' });
      const grant = await clientGrants.create({
        client_id: client_id ?? '',
        audience: identifier,
        scope: ['read:things'],
      });
      const id = grant.id ?? '';
      assert.deepEqual((await clientGrants.update(id, { scope: ['write:things'] })).scope, ['write:things']);
      assert.deepEqual((await clientGrants.get(id)).scope, ['write:things']);
      const listed = await clientGrants.list({ audience: identifier });
      assert.deepEqual(
        listed.data.map((each) => each.id),
        [id],
      );
      await clientGrants.delete(id);
      await resourceServers.delete(api.id ?? '');
      await assert.rejects(async () => resourceServers.get(identifier), { statusCode: 404 });
    });

    test('tenant settings', async () => {
      const { settings } = management.tenants;
      const before = await settings.get();
      assert.equal(before.default_directory, stage.connection.name);
      const patched = await settings.update({ friendly_name: 'Shop', support_email: 'help@shop.example' });
      assert.deepEqual([patched.friendly_name, patched.support_email], ['Shop', 'help@shop.example']);
      assert.deepEqual(await settings.get(), patched);
    });

    test('signing keys are listed, rotated and revoked', async () => {
      const { signing } = management.keys;
      const before = await signing.list();
      const current = before.find((key) => key.current === true) ?? assert.fail('none signs');
      const next = before.find((key) => key.next === true) ?? assert.fail('none is next');
      const rotated = await signing.rotate();
      assert.equal(rotated.kid, next.kid);
      assert.match(rotated.cert, /BEGIN CERTIFICATE/);
      assert.equal((await signing.get(current.kid)).previous, true);
      assert.equal((await signing.revoke(current.kid)).kid, current.kid);
      await assert.rejects(async () => signing.list(), { statusCode: 401 }, 'its own token is void too');
      management = logIn();
      assert.equal((await management.keys.signing.get(current.kid)).revoked, true);
    });

    test('every page of every list, whatever its size', async () => {
      for (let number = 0; number < 5; number += 1) {
        await management.connections.create({ name: `page-${number}`, strategy: 'auth0' });
        await management.clients.create({ name: `page ${number}` });
        const identifier = `urn:page:${number}`;
        await management.resourceServers.create({ identifier });
        await management.clientGrants.create({
          client_id: stage.app.clientId,
          audience: identifier,
          scope: [],
        });
      }
      const lists = {
        clients: () => management.clients.list({ per_page: 2 }),
        'resource servers': () => management.resourceServers.list({ per_page: 2 }),
        connections: () => management.connections.list({ take: 2 }),
        'client grants': () => management.clientGrants.list({ take: 2 }),
        logs: () => management.logs.list({ per_page: 2 }),
      };
      for (const [name, list] of Object.entries(lists)) {
        const seen = new Set<string>();
        let count = 0;
        for await (const item of await list()) {
          seen.add(JSON.stringify(item));
          count += 1;
        }
        assert.ok(count > 5, `${name}: ${count}`);
        assert.equal(seen.size, count, `${name}: nothing twice`);
      }
    });
  });
}
