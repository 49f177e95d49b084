import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TombstoneQuery } from './accounts-store.ts';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { sampleTombstone } from './fakes/samples.ts';
import type { Tombstone } from './tombstone.ts';

/** Tombstones: set, found by what they stand on, lifted. */
export function tombstonesContract(open: OpenAccountsStore): void {
  describe('tombstones', () => {
    const suite = openForSuite(open);

    async function newTombstone(given: Partial<Tombstone> = {}): Promise<Tombstone> {
      const connectionId = given.connectionId ?? (await suite.newConnection()).id;
      const tombstone = sampleTombstone({ ...given, connectionId });
      await suite.store.tombstones.insert(tombstone);
      return tombstone;
    }

    it('gives back what was written', async () => {
      const tombstone = await newTombstone({ email: 'Gone@example.com', username: 'Gone', deletedAt: 5 });
      assert.deepEqual(await suite.store.tombstones.find(tombstone.id), tombstone);
      assert.equal(await suite.store.tombstones.find('0123456789abcdef01234567'), undefined);
    });

    it('stands on a user id in every connection', async () => {
      const tombstone = await newTombstone();
      const on = { userId: tombstone.userId, keys: [] };
      assert.deepEqual(await suite.store.tombstones.findAllOn(tombstone.connectionId, on), [tombstone]);
      assert.deepEqual(await suite.store.tombstones.findAllOn('con_other', on), [tombstone]);
    });

    it('stands on the keys of email and username, in its connection only', async () => {
      const tombstone = await newTombstone({ email: 'Gone@Example.com', username: 'Gone' });
      const { tombstones } = suite.store;
      for (const key of ['gone@example.com', 'gone']) {
        const on = { userId: 'auth0|other', keys: ['something else', key] };
        assert.deepEqual(await tombstones.findAllOn(tombstone.connectionId, on), [tombstone]);
        assert.deepEqual(await tombstones.findAllOn('con_other', on), []);
      }
    });

    it('is not found on what it does not stand on', async () => {
      const { connectionId } = await newTombstone({ email: 'gone@example.com' });
      const { tombstones } = suite.store;
      for (const keys of [[], ['x'], ['Gone@example.com', '']]) {
        assert.deepEqual(await tombstones.findAllOn(connectionId, { userId: 'auth0|x', keys }), []);
      }
    });

    it('finds all, each once, the newest first', async () => {
      const names = { email: 'twice@example.com', username: 'twice' };
      const old = await newTombstone({ ...names, deletedAt: 8 });
      const { connectionId, userId } = old;
      const newest = await newTombstone({ userId, deletedAt: 10 });
      const onKeys = await newTombstone({ ...names, deletedAt: 9, connectionId });
      await newTombstone({ connectionId, email: 'another@example.com' });
      const { tombstones } = suite.store;
      const on = { userId, keys: ['twice@example.com', 'twice'] };
      assert.deepEqual(await tombstones.findAllOn(connectionId, on), [newest, onKeys, old]);
      assert.deepEqual(await tombstones.findAllOn('con_other', { userId: 'auth0|x', keys: on.keys }), []);
    });

    it('changes its state', async () => {
      const tombstone = await newTombstone({ passwordSetHere: true, blocked: true });
      const { tombstones } = suite.store;
      assert.equal(await tombstones.setState(tombstone.id, 'lifted'), true);
      const after = { ...tombstone, state: 'lifted' };
      assert.deepEqual(await tombstones.find(tombstone.id), after);
      assert.equal(await tombstones.setState('0123456789abcdef01234567', 'standing'), false);
    });

    it('is lifted once, from everything that it stood on', async () => {
      const tombstone = await newTombstone({ email: 'lift@example.com' });
      const { tombstones } = suite.store;
      assert.equal(await tombstones.remove(tombstone.id), true);
      assert.equal(await tombstones.remove(tombstone.id), false);
      const on = { userId: tombstone.userId, keys: ['lift@example.com'] };
      assert.deepEqual(await tombstones.findAllOn(tombstone.connectionId, on), []);
    });

    it('outlives its user, and does not stand in the way of a new one', async () => {
      const user = await suite.newUser({ email: 'again@example.com' });
      const { connectionId, userId, email, username } = user;
      const tombstone = await newTombstone({ connectionId, userId, email, username });
      await suite.store.users.delete(userId);
      assert.deepEqual(await suite.store.tombstones.find(tombstone.id), tombstone);
      assert.deepEqual(await suite.store.users.insert(user, null), { done: true });
    });

    it('is not set in a connection that is not there', async () => {
      await assert.rejects(newTombstone({ connectionId: 'con_nowhere' }));
    });

    it('lists those to which everything applies that is asked for', async () => {
      const standing = await newTombstone({ email: 'List@Example.com', username: 'list' });
      const { connectionId, userId } = standing;
      const lifted = await newTombstone({ connectionId, userId, email: 'list@example.com', state: 'lifted' });
      const elsewhere = await newTombstone({ email: 'list@example.com' });
      const listed = async (query: Partial<TombstoneQuery>): Promise<readonly Tombstone[]> => {
        const { tombstones, total } = await suite.store.tombstones.list({ offset: 0, limit: 9, ...query });
        assert.equal(total, tombstones.length);
        return tombstones;
      };
      assert.deepEqual(await listed({ connectionId }), [standing, lifted]);
      assert.deepEqual(await listed({ userId }), [standing, lifted]);
      assert.deepEqual(await listed({ key: 'list@example.com' }), [standing, lifted, elsewhere]);
      assert.deepEqual(await listed({ key: 'list' }), [standing]);
      assert.deepEqual(await listed({ key: 'List@Example.com' }), []);
      assert.deepEqual(await listed({ connectionId, state: 'standing' }), [standing]);
      assert.deepEqual(await listed({ connectionId, state: 'lifted' }), [lifted]);
      const all = { connectionId, userId, key: 'list@example.com', state: 'standing' } as const;
      assert.deepEqual(await listed(all), [standing]);
      assert.deepEqual(await listed({ ...all, userId: 'auth0|another' }), []);
      const page = await suite.store.tombstones.list({ connectionId, offset: 1, limit: 1 });
      assert.deepEqual(page, { tombstones: [lifted], total: 2 });
    });

    it('lists them by id, in pages, with the number of all', async () => {
      const made = [await newTombstone(), await newTombstone(), await newTombstone()];
      const { tombstones, total } = await suite.store.tombstones.list({ offset: 0, limit: 1000 });
      assert.equal(total, tombstones.length);
      assert.deepEqual(tombstones.slice(-3), made);
      const last = await suite.store.tombstones.list({ offset: total - 1, limit: 5 });
      assert.deepEqual(last, { tombstones: made.slice(2), total });
    });
  });
}
