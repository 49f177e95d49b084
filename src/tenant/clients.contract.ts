import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from './client.ts';
import { sampleClient } from './fakes/samples.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

const page = { offset: 0, limit: 1000 } as const;

const everything: Partial<Client> = {
  name: 'Größter Laden 🦉',
  description: '',
  appType: 'spa',
  isFirstParty: false,
  tokenEndpointAuthMethod: 'none',
  callbacks: ['https://a.example.com/cb?x=1#y'],
  clientMetadata: JSON.parse('{"__proto__":"x","":""}'),
  other: { jwt: { alg: 'RS256', list: [1, null] } },
  createdAt: 1,
  updatedAt: 2,
};

/** Clients: written, found, changed, removed with their grants. */
export function clientsContract(open: OpenTenantStore): void {
  describe('clients', () => {
    const suite = openForSuite(open);

    it('gives back what was written', async () => {
      const client = await suite.newClient(everything);
      assert.deepEqual(await suite.store.clients.find(client.clientId), client);
      assert.equal(await suite.store.clients.find('nobody'), undefined);
    });

    it('refuses a second one of an id, and leaves the first', async () => {
      const client = await suite.newClient({ name: 'first' });
      const second = sampleClient({ clientId: client.clientId, name: 'second' });
      assert.equal(await suite.store.clients.insert(second), false);
      assert.deepEqual(await suite.store.clients.find(client.clientId), client);
    });

    it('changes what is given and leaves the rest', async () => {
      const client = await suite.newClient(everything);
      const changes = { appType: null, sealedSecret: 'other', callbacks: [], updatedAt: 9, other: {} };
      const after = { ...client, ...changes };
      assert.deepEqual(await suite.store.clients.update(client.clientId, changes), after);
      assert.deepEqual(await suite.store.clients.find(client.clientId), after);
      assert.equal(await suite.store.clients.update('nobody', changes), undefined);
    });

    it('loses none of several changes at once', async () => {
      const { clientId } = await suite.newClient();
      const keys = ['callbacks', 'allowedLogoutUrls', 'allowedOrigins', 'webOrigins', 'grantTypes'] as const;
      await Promise.all(keys.map((key) => suite.store.clients.update(clientId, { [key]: [key] })));
      const after = await suite.store.clients.find(clientId);
      assert.deepEqual(
        keys.map((key) => after?.[key]),
        keys.map((key) => [key]),
      );
    });

    it('goes with its grants, and leaves the connections that it was enabled for', async () => {
      const [client, other] = [await suite.newClient(), await suite.newClient()];
      const grant = await suite.newGrant({ clientId: client.clientId });
      const kept = await suite.newGrant({ clientId: other.clientId, audience: grant.audience });
      const enabled = await suite.fixture.enableForConnection(client.clientId);
      const stillEnabled = await suite.fixture.enableForConnection(other.clientId);
      assert.equal(await enabled.isEnabled(), true);
      assert.equal(await suite.store.clients.delete(client.clientId), true);
      assert.equal(await suite.store.clients.delete(client.clientId), false);
      assert.equal(await suite.store.clients.find(client.clientId), undefined);
      assert.equal(await suite.store.clientGrants.find(grant.id), undefined);
      assert.deepEqual(await suite.store.clientGrants.find(kept.id), kept);
      assert.equal(await enabled.isEnabled(), false);
      assert.equal(await stillEnabled.isEnabled(), true);
    });

    it('lists them by id, in pages, with the number of all', async () => {
      for (let made = 0; made < 3; made += 1) await suite.newClient();
      const { items, total } = await suite.store.clients.list(page);
      assert.equal(items.length, total);
      const ids = items.map(({ clientId }) => clientId);
      assert.deepEqual(ids, ids.toSorted());
      const second = await suite.store.clients.list({ offset: 1, limit: 1 });
      assert.deepEqual(second, { items: [items[1]], total });
      const afterSecond = await suite.store.clients.list({ offset: 0, limit: 1, afterId: ids[1] ?? '' });
      assert.deepEqual(afterSecond, { items: [items[2]], total });
    });

    it('lists those of some kinds', async () => {
      const native = await suite.newClient({ appType: 'native' });
      await suite.newClient({ appType: null });
      const { items, total } = await suite.store.clients.list({ ...page, appTypes: ['native', 'unknown'] });
      assert.deepEqual([items, total], [[native], 1]);
      assert.deepEqual(await suite.store.clients.list({ ...page, appTypes: [] }), { items: [], total: 0 });
    });
  });
}
