import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';

/** Doubtful users: noted once for an address, and listed while they are doubtful (S19). */
export function doubtfulUsersContract(open: OpenAccountsStore): void {
  describe('doubtful users', () => {
    const suite = openForSuite(open);
    const listed = async (connectionId: string, page = { offset: 0, limit: 10 }) =>
      suite.store.doubtfulUsers.list({ connectionId, ...page });

    it('are listed by connection and id, in pages, with the number of all', async () => {
      const { id: connectionId } = await suite.newConnection();
      const users = [];
      for (const name of ['a', 'b', 'c']) {
        const given = { connectionId, userId: `auth0|doubt-${name}`, email: `${name}@example.com` };
        users.push(await suite.newUser({ ...given, emailVerified: false }));
      }
      const elsewhere = await suite.newUser({ emailVerified: false });
      for (const { userId } of [...users.toReversed(), elsewhere]) {
        assert.equal(await suite.store.doubtfulUsers.add(userId, 7), true);
      }
      const [a, b, c] = users.map((user) => ({ user, foundAt: 7 }));
      assert.deepEqual(await listed(connectionId), { users: [a, b, c], total: 3 });
      assert.deepEqual(await listed(connectionId, { offset: 1, limit: 1 }), { users: [b], total: 3 });
    });

    it('are noted once for an address', async () => {
      const { userId, connectionId } = await suite.newUser({ email: 'X@example.com', emailVerified: false });
      const { doubtfulUsers, users } = suite.store;
      assert.equal(await doubtfulUsers.add(userId, 1), true);
      assert.equal(await doubtfulUsers.add(userId, 2), false);
      assert.deepEqual((await listed(connectionId)).users[0]?.foundAt, 1);
      await users.update(userId, { email: 'y@example.com' }, 3);
      assert.deepEqual(await listed(connectionId), { users: [], total: 0 }, 'another address');
      assert.equal(await doubtfulUsers.add(userId, 4), true);
      assert.deepEqual((await listed(connectionId)).users[0]?.foundAt, 4);
    });

    it('are so no longer once the address is proved, or they are gone', async () => {
      const { id: connectionId } = await suite.newConnection();
      const { doubtfulUsers, users } = suite.store;
      for (const end of [
        (userId: string): Promise<unknown> => users.update(userId, { emailVerified: true }, 3),
        (userId: string): Promise<unknown> => users.delete(userId),
      ]) {
        const { userId } = await suite.newUser({ connectionId, emailVerified: false });
        await doubtfulUsers.add(userId, 1);
        assert.equal((await listed(connectionId)).total, 1);
        await end(userId);
        assert.deepEqual(await listed(connectionId), { users: [], total: 0 });
      }
    });

    it('have an address, and are there', async () => {
      const { userId } = await suite.newUser({ email: null, username: 'nameless' });
      assert.equal(await suite.store.doubtfulUsers.add(userId, 1), false);
      assert.equal(await suite.store.doubtfulUsers.add('auth0|nobody', 1), false);
    });
  });
}
