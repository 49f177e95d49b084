import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { sampleConnection, sampleUser } from './fakes/samples.ts';

const page = { offset: 0, limit: 0, withTotal: true } as const;
// More than the connections of a pool, so that some have to wait.
const writers = 25;

/** How many users there are: kept with every write, and always what a count would say. */
export function usersTotalsContract(open: OpenAccountsStore): void {
  describe('totals of users', () => {
    const suite = openForSuite(open);

    const totalOf = async (connectionId?: string): Promise<number | undefined> =>
      (await suite.store.users.list({ ...page, ...(connectionId === undefined ? {} : { connectionId }) }))
        .total;

    it('move with every user that is written or removed, and with no other', async () => {
      const { id } = await suite.newConnection();
      const before = (await totalOf()) ?? 0;
      assert.equal(await totalOf(id), 0);
      const first = await suite.newUser({ connectionId: id, email: 'first@x.example' });
      const second = await suite.newUser({ connectionId: id });
      assert.deepEqual([await totalOf(id), await totalOf()], [2, before + 2]);
      const { users } = suite.store;
      await users.insert({ ...first, email: 'other@x.example' }, null);
      await users.insert(sampleUser({ connectionId: id, email: 'first@x.example' }), null);
      await users.update(first.userId, { name: 'N', email: 'new@x.example' }, 9);
      assert.equal(await totalOf(id), 2);
      await users.delete(second.userId);
      await users.delete(second.userId);
      assert.deepEqual([await totalOf(id), await totalOf()], [1, before + 1]);
    });

    it('are those of the transaction inside it, and stay as they were when it is rolled back', async () => {
      const { id } = await suite.newConnection();
      const work = suite.store.transact(async (tx) => {
        await tx.users.insert(sampleUser({ connectionId: id }), null);
        assert.equal((await tx.users.list({ ...page, connectionId: id })).total, 1);
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      assert.equal(await totalOf(id), 0);
    });

    it('are right when many write and remove at once', async () => {
      const { id } = await suite.newConnection();
      const doomed = await atOnce(writers, () => suite.newUser({ connectionId: id }));
      await Promise.all([
        atOnce(writers, () => suite.newUser({ connectionId: id })),
        atOnce(writers, (each) => suite.newUser({ connectionId: id, email: `same${each % 5}@x.example` })),
        ...doomed.flatMap(({ userId }) => [
          suite.store.users.delete(userId),
          suite.store.users.delete(userId),
        ]),
      ]);
      const { users } = await suite.store.users.list({ ...page, connectionId: id, limit: 1000 });
      assert.equal(users.length, writers + 5);
      assert.equal(await totalOf(id), writers + 5);
    });

    it('go with their connection, also while users come and go', async () => {
      const before = (await totalOf()) ?? 0;
      const { id } = await suite.newConnection();
      const there = await atOnce(5, () => suite.newUser({ connectionId: id }));
      await Promise.allSettled([
        ...there.map(({ userId }) => suite.store.users.delete(userId)),
        suite.store.connections.delete(id),
        ...there.map(() => suite.store.users.insert(sampleUser({ connectionId: id }), null)),
      ]);
      assert.deepEqual([await totalOf(id), await totalOf()], [0, before]);
      await suite.store.connections.insert(sampleConnection({ id }));
      await suite.newUser({ connectionId: id });
      assert.deepEqual([await totalOf(id), await totalOf()], [1, before + 1]);
    });
  });
}
