import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { mostFormerPasswords } from './former-passwords.ts';

/** Former passwords: what a change replaces is kept, the newest of it, as long as the user is there. */
export function formerPasswordsContract(open: OpenAccountsStore): void {
  describe('former passwords', () => {
    const suite = openForSuite(open);

    async function changeTo(userId: string, ...hashes: readonly string[]): Promise<void> {
      for (const hash of hashes) await suite.store.passwordHashes.replace(userId, hash, 77);
    }

    it('keeps what a change replaces, the newest first', async () => {
      const { userId } = await suite.newUser({}, 'first');
      const other = await suite.newUser({}, 'of another');
      const { passwordHashes } = suite.store;
      assert.deepEqual(await passwordHashes.former(userId, 9), []);
      await changeTo(userId, 'second', 'third', 'fourth');
      assert.deepEqual(await passwordHashes.former(userId, 9), ['third', 'second', 'first']);
      assert.deepEqual(await passwordHashes.former(userId, 2), ['third', 'second']);
      assert.equal(await passwordHashes.find(userId), 'fourth');
      assert.deepEqual(await passwordHashes.former(other.userId, 9), []);
      assert.deepEqual(await passwordHashes.former('auth0|nobody', 9), []);
    });

    it('keeps a password that comes back as often as it went', async () => {
      const { userId } = await suite.newUser({}, 'a');
      await changeTo(userId, 'b', 'a', 'b');
      assert.deepEqual(await suite.store.passwordHashes.former(userId, 9), ['a', 'b', 'a']);
    });

    it('keeps nothing of a first password, and nothing of a rehash', async () => {
      const { userId } = await suite.newUser();
      const { passwordHashes } = suite.store;
      await changeTo(userId, 'first');
      await passwordHashes.compareAndSet(userId, 'first', 'first, rehashed');
      assert.deepEqual(await passwordHashes.former(userId, 9), []);
      await changeTo(userId, 'second');
      assert.deepEqual(await passwordHashes.former(userId, 9), ['first, rehashed']);
    });

    it('keeps a bounded number of them', async () => {
      const hashes = Array.from({ length: mostFormerPasswords + 3 }, (_, index) => `hash ${index}`);
      const { userId } = await suite.newUser({}, 'the oldest');
      await changeTo(userId, ...hashes);
      const newest = hashes.slice(0, -1).toReversed().slice(0, mostFormerPasswords);
      assert.deepEqual(await suite.store.passwordHashes.former(userId, 1000), newest);
    });

    it('loses none of several changes at once', async () => {
      const { userId } = await suite.newUser({}, 'old');
      const { passwordHashes } = suite.store;
      await atOnce(10, (index) => passwordHashes.replace(userId, `new ${index}`, 77));
      const kept = [...(await passwordHashes.former(userId, 99)), await passwordHashes.find(userId)];
      const all = ['old', ...Array.from({ length: 10 }, (_, index) => `new ${index}`)];
      assert.deepEqual(kept.toSorted(), all.toSorted());
    });

    it('goes with the user, and with the connection', async () => {
      const [alone, together] = [await suite.newUser({}, 'a'), await suite.newUser({}, 'a')];
      for (const { userId } of [alone, together]) await changeTo(userId, 'b');
      await suite.store.users.delete(alone.userId);
      await suite.store.connections.delete(together.connectionId);
      for (const { userId } of [alone, together])
        assert.deepEqual(await suite.store.passwordHashes.former(userId, 9), []);
    });

    it('are not brought back by a user of the same id', async () => {
      const user = await suite.newUser({}, 'a');
      await changeTo(user.userId, 'b');
      await suite.store.users.delete(user.userId);
      await suite.store.users.insert(user, 'c');
      assert.deepEqual(await suite.store.passwordHashes.former(user.userId, 9), []);
    });
  });
}
