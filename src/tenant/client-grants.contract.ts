import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleClientGrant } from './fakes/samples.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

const page = { offset: 0, limit: 1000 } as const;

/** Client grants: one for a client and an audience. */
export function clientGrantsContract(open: OpenTenantStore): void {
  describe('client grants', () => {
    const suite = openForSuite(open);

    it('gives back what was written', async () => {
      const grant = await suite.newGrant({ scope: ['read:users', 'b', 'a'] });
      const { clientGrants } = suite.store;
      assert.deepEqual(await clientGrants.find(grant.id), grant);
      assert.deepEqual(await clientGrants.findFor(grant.clientId, grant.audience), grant);
      assert.equal(await clientGrants.find('cgr_none'), undefined);
      assert.equal(await clientGrants.findFor(grant.clientId, 'https://other.example.com'), undefined);
    });

    it('refuses a second one for a client and an audience', async () => {
      const { clientId, audience } = await suite.newGrant();
      const second = sampleClientGrant({ clientId, audience });
      assert.equal(await suite.store.clientGrants.insert(second), false);
      assert.equal(await suite.store.clientGrants.find(second.id), undefined);
    });

    it('is not made for a client or an audience that is not there', async () => {
      const { clientId, audience } = await suite.newGrant();
      const { clientGrants } = suite.store;
      await assert.rejects(clientGrants.insert(sampleClientGrant({ clientId: 'nobody', audience })));
      await assert.rejects(
        clientGrants.insert(sampleClientGrant({ clientId, audience: 'https://no.example' })),
      );
    });

    it('changes its scope', async () => {
      const grant = await suite.newGrant({ scope: ['a'] });
      const after = { ...grant, scope: ['b', 'c'] };
      assert.deepEqual(await suite.store.clientGrants.update(grant.id, ['b', 'c']), after);
      assert.deepEqual(await suite.store.clientGrants.find(grant.id), after);
      assert.equal(await suite.store.clientGrants.update('cgr_none', []), undefined);
    });

    it('is deleted once', async () => {
      const grant = await suite.newGrant();
      assert.equal(await suite.store.clientGrants.delete(grant.id), true);
      assert.equal(await suite.store.clientGrants.delete(grant.id), false);
      assert.equal(await suite.store.clientGrants.findFor(grant.clientId, grant.audience), undefined);
    });

    it('lists them by id, in pages, with the number of all, of a client and of an audience', async () => {
      const first = await suite.newGrant();
      const second = await suite.newGrant({ clientId: first.clientId });
      const third = await suite.newGrant({ audience: first.audience });
      const { clientGrants } = suite.store;
      const inOrder = [first, second].toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const ofClient = { ...page, clientId: first.clientId };
      assert.deepEqual(await clientGrants.list(ofClient), { items: inOrder, total: 2 });
      const afterOne = { ...ofClient, afterId: inOrder[0]?.id ?? '' };
      assert.deepEqual(await clientGrants.list(afterOne), { items: inOrder.slice(1), total: 2 });
      const ofAudience = await clientGrants.list({ ...page, audience: first.audience });
      assert.deepEqual(new Set(ofAudience.items.map(({ id }) => id)), new Set([first.id, third.id]));
      const ofBoth = { ...page, clientId: third.clientId, audience: third.audience };
      assert.deepEqual(await clientGrants.list(ofBoth), { items: [third], total: 1 });
    });
  });
}
