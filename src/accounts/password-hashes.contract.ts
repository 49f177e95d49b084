import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';

/** Password hashes: replaced with the credential version, rehashed by compare-and-set (S6). */
export function passwordHashesContract(open: OpenAccountsStore): void {
  describe('password hashes', () => {
    const suite = openForSuite(open);

    it('replaces a hash, moves lastPasswordChangeAt and raises the credential version', async () => {
      const user = await suite.newUser({ credentialVersion: 4 }, 'old');
      assert.equal(await suite.store.passwordHashes.replace(user.userId, 'new', 77), true);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'new');
      const after = { ...user, lastPasswordChangeAt: 77, credentialVersion: 5 };
      assert.deepEqual(await suite.store.users.find(user.userId), after);
    });

    it('gives a first password to a user without one', async () => {
      const user = await suite.newUser();
      assert.equal(await suite.store.passwordHashes.replace(user.userId, 'first', 77), true);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'first');
    });

    it('gives no password to nobody', async () => {
      assert.equal(await suite.store.passwordHashes.replace('auth0|nobody', 'new', 77), false);
      assert.equal(await suite.store.passwordHashes.find('auth0|nobody'), undefined);
    });

    it('rehashes while the old hash stands, and nothing else moves', async () => {
      const user = await suite.newUser({}, 'old');
      assert.equal(await suite.store.passwordHashes.compareAndSet(user.userId, 'old', 'rehashed'), true);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'rehashed');
      assert.deepEqual(await suite.store.users.find(user.userId), user);
    });

    it('does not rehash over a password that was changed meanwhile', async () => {
      const user = await suite.newUser({}, 'old');
      await suite.store.passwordHashes.replace(user.userId, 'changed', 77);
      assert.equal(await suite.store.passwordHashes.compareAndSet(user.userId, 'old', 'rehashed'), false);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'changed');
    });

    it('rehashes nothing where there is no hash', async () => {
      const user = await suite.newUser();
      assert.equal(await suite.store.passwordHashes.compareAndSet(user.userId, '', 'x'), false);
      assert.equal(await suite.store.passwordHashes.compareAndSet('auth0|nobody', '', 'x'), false);
      assert.equal(await suite.store.passwordHashes.find(user.userId), undefined);
    });

    it('lets one of many rehashes through', async () => {
      const user = await suite.newUser({}, 'old');
      const done = await atOnce(25, (index) =>
        suite.store.passwordHashes.compareAndSet(user.userId, 'old', `new ${index}`),
      );
      assert.equal(done.filter(Boolean).length, 1);
      assert.equal(await suite.store.passwordHashes.find(user.userId), `new ${done.indexOf(true)}`);
    });

    it('keeps the changed password, whichever of change and rehash comes first', async () => {
      const user = await suite.newUser({}, 'old');
      await Promise.all([
        suite.store.passwordHashes.compareAndSet(user.userId, 'old', 'rehashed'),
        suite.store.passwordHashes.replace(user.userId, 'changed', 77),
        suite.store.passwordHashes.compareAndSet(user.userId, 'old', 'rehashed'),
      ]);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'changed');
    });

    it('raises the credential version with every one of several changes', async () => {
      const user = await suite.newUser({ credentialVersion: 1 }, 'old');
      await atOnce(10, (index) => suite.store.passwordHashes.replace(user.userId, `new ${index}`, 77));
      assert.equal((await suite.store.users.find(user.userId))?.credentialVersion, 11);
    });
  });
}
