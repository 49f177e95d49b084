import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleResourceServer } from './fakes/samples.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

const page = { offset: 0, limit: 1000 } as const;

/** Resource servers: written, found, changed, removed with the grants to them. */
export function resourceServersContract(open: OpenTenantStore): void {
  describe('resource servers', () => {
    const suite = openForSuite(open);

    it('gives back what was written', async () => {
      const scopes = [
        { value: 'read:ü', description: null },
        { value: 'write', description: '' },
      ];
      const server = await suite.newResourceServer({ scopes, isSystem: true, allowOfflineAccess: true });
      assert.deepEqual(await suite.store.resourceServers.find(server.id), server);
      assert.deepEqual(await suite.store.resourceServers.findByIdentifier(server.identifier), server);
      assert.equal(await suite.store.resourceServers.find('0123456789abcdef01234567'), undefined);
      const capitals = server.identifier.toUpperCase();
      assert.equal(await suite.store.resourceServers.findByIdentifier(capitals), undefined);
    });

    it('refuses a second one of an identifier', async () => {
      const { identifier } = await suite.newResourceServer();
      const second = sampleResourceServer({ identifier });
      assert.equal(await suite.store.resourceServers.insert(second), false);
      assert.equal(await suite.store.resourceServers.find(second.id), undefined);
    });

    it('makes one of an identifier, when many want it at once', async () => {
      const { identifier } = sampleResourceServer();
      const made = await Promise.all(
        Array.from({ length: 10 }, () =>
          suite.store.resourceServers.insert(sampleResourceServer({ identifier })),
        ),
      );
      assert.equal(made.filter(Boolean).length, 1);
    });

    it('changes what is given and leaves the rest', async () => {
      const server = await suite.newResourceServer();
      const changes = { name: 'N', scopes: [{ value: 'a', description: 'A' }], tokenLifetimeSeconds: 60 };
      const after = { ...server, ...changes };
      assert.deepEqual(await suite.store.resourceServers.update(server.id, changes), after);
      assert.deepEqual(await suite.store.resourceServers.find(server.id), after);
      assert.equal(await suite.store.resourceServers.update('nothing', changes), undefined);
    });

    it('goes with the grants to it', async () => {
      const grant = await suite.newGrant();
      const kept = await suite.newGrant({ clientId: grant.clientId });
      const server = await suite.store.resourceServers.findByIdentifier(grant.audience);
      assert.equal(await suite.store.resourceServers.delete(server?.id ?? ''), true);
      assert.equal(await suite.store.resourceServers.delete(server?.id ?? ''), false);
      assert.equal(await suite.store.clientGrants.find(grant.id), undefined);
      assert.deepEqual(await suite.store.clientGrants.find(kept.id), kept);
      assert.ok(await suite.store.clients.find(grant.clientId));
    });

    it('lists them by id, in pages, with the number of all, and those of some identifiers', async () => {
      const made = [await suite.newResourceServer(), await suite.newResourceServer()];
      const { items, total } = await suite.store.resourceServers.list(page);
      assert.equal(items.length, total);
      assert.deepEqual(items.slice(-2), made);
      const last = { offset: 0, limit: 5, afterId: made[0]?.id ?? '' };
      assert.deepEqual(await suite.store.resourceServers.list(last), { items: [made[1]], total });
      const identifiers = [made[1]?.identifier ?? '', 'https://unknown.example.com'];
      const some = await suite.store.resourceServers.list({ ...page, identifiers });
      assert.deepEqual(some, { items: [made[1]], total: 1 });
      const none = await suite.store.resourceServers.list({ ...page, identifiers: [] });
      assert.deepEqual(none, { items: [], total: 0 });
    });
  });
}
