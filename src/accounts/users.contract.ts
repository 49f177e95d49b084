import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { sampleUser } from './fakes/samples.ts';
import type { User } from './user.ts';

const everyColumn: Partial<User> = {
  email: 'Zoë.Ünal@Example.com',
  emailVerified: true,
  username: 'Zoë',
  name: 'Zoë Ünal 🦉',
  nickname: '',
  givenName: 'Zoë',
  familyName: 'O\'Ünal \\ "x" -- ;',
  picture: 'https://cdn.example.com/z.png',
  phoneNumber: '+49 30 123',
  blocked: true,
  createdAt: 1,
  updatedAt: Number.MAX_SAFE_INTEGER,
  lastLoginAt: 3,
  lastIp: '2001:db8::1',
  loginsCount: 4,
  lastPasswordChangeAt: 5,
  credentialVersion: 6,
  origin: { how: 'migrated-at-login', at: 7, scriptVersion: 'abc', legacyMs: 8.25 },
};

/** Users: written, found, changed, removed. */
export function usersContract(open: OpenAccountsStore): void {
  describe('users', () => {
    const suite = openForSuite(open);

    it('gives back what was written', async () => {
      const user = await suite.newUser(everyColumn, 'a hash');
      assert.deepEqual(await suite.store.users.find(user.userId), user);
      assert.deepEqual(await suite.store.users.findCredentials(user.connectionId, 'zoë'), {
        user,
        passwordHash: 'a hash',
      });
    });

    it('gives back metadata of every JSON shape', async () => {
      const userMetadata = JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":1,"":"","null":null,"🦉":"\\u0000\\ud83e\\udd89\\ud800","deep":[[[{"a":[]}]]],"big":9007199254740991,"small":-5e-324,"yes":true}',
      );
      const user = await suite.newUser({ userMetadata, appMetadata: { nothing: null } });
      const found = await suite.store.users.find(user.userId);
      assert.equal(JSON.stringify(found?.userMetadata), JSON.stringify(userMetadata));
      assert.deepEqual(found?.appMetadata, { nothing: null });
      assert.equal(Object.getPrototypeOf(found?.userMetadata), Object.prototype);
    });

    it('does not share values with whoever wrote them', async () => {
      const roles = ['reader'];
      const user = await suite.newUser({ appMetadata: { roles } });
      roles.push('admin');
      assert.deepEqual((await suite.store.users.find(user.userId))?.appMetadata, { roles: ['reader'] });
    });

    it('finds a user to change, inside a transaction as its own changes left it', async () => {
      const user = await suite.newUser();
      const [before, after, nobody] = await suite.store.transact(async ({ users }) => [
        await users.findToChange(user.userId),
        (await users.update(user.userId, { name: 'N' }, 9))?.user,
        await users.findToChange('auth0|nobody'),
      ]);
      assert.deepEqual(before, user);
      assert.deepEqual(await suite.store.users.findToChange(user.userId), after);
      assert.equal(nobody, undefined);
    });

    it('finds nobody by an unknown id, key or connection', async () => {
      const user = await suite.newUser({ email: 'known@example.com' });
      const { users } = suite.store;
      assert.equal(await users.find('auth0|nobody'), undefined);
      assert.equal(await users.findByIdentifier(user.connectionId, 'nobody@example.com'), undefined);
      assert.equal(await users.findByIdentifier('con_nowhere', 'known@example.com'), undefined);
      assert.equal(await users.findCredentials('con_nowhere', 'known@example.com'), undefined);
    });

    it('finds a user by the lower-case form of email and username, and by nothing else', async () => {
      const user = await suite.newUser({ email: 'Ann@Example.com', username: 'AnnE' });
      const { users } = suite.store;
      assert.deepEqual(await users.findByIdentifier(user.connectionId, 'ann@example.com'), user);
      assert.deepEqual(await users.findByIdentifier(user.connectionId, 'anne'), user);
      assert.equal(await users.findByIdentifier(user.connectionId, 'Ann@Example.com'), undefined);
      assert.equal(await users.findByIdentifier(user.connectionId, 'ann%'), undefined);
      assert.equal(await users.findByIdentifier(user.connectionId, 'änn@example.com'), undefined);
    });

    it('has no hash for a user without a password', async () => {
      const user = await suite.newUser({ email: 'bare@example.com' });
      const found = await suite.store.users.findCredentials(user.connectionId, 'bare@example.com');
      assert.deepEqual(found, { user, passwordHash: null });
    });

    it('finds the users of one email in every connection, by creation', async () => {
      const late = await suite.newUser({ email: 'Two@example.com', createdAt: 20 });
      const early = await suite.newUser({ email: 'two@Example.com', createdAt: 10 });
      await suite.newUser({ username: 'two@example.com'.replace('@', '-') });
      assert.deepEqual(await suite.store.users.findByEmail('two@example.com'), [early, late]);
      assert.deepEqual(await suite.store.users.findByEmail('none@example.com'), []);
    });

    it('refuses a second user of an id, in any connection, and writes nothing', async () => {
      const user = await suite.newUser();
      const other = sampleUser({ connectionId: (await suite.newConnection()).id, userId: user.userId });
      assert.deepEqual(await suite.store.users.insert(other, 'x'), { done: false, taken: 'user_id' });
      assert.deepEqual(await suite.store.users.find(user.userId), user);
      assert.equal(await suite.store.passwordHashes.find(user.userId), undefined);
    });

    it('refuses a second user of an email or username in the connection, and writes nothing', async () => {
      const { connectionId } = await suite.newUser({ email: 'taken@example.com', username: 'taken' });
      const { users } = suite.store;
      const email = sampleUser({ connectionId, email: 'TAKEN@example.com', username: 'free' });
      assert.deepEqual(await users.insert(email, 'x'), { done: false, taken: 'email' });
      const username = sampleUser({ connectionId, email: 'free@example.com', username: 'Taken' });
      assert.deepEqual(await users.insert(username, 'x'), { done: false, taken: 'username' });
      assert.equal(await users.find(email.userId), undefined);
      assert.equal(await users.find(username.userId), undefined);
      assert.equal(await users.findByIdentifier(connectionId, 'free'), undefined);
      assert.equal(await users.findByIdentifier(connectionId, 'free@example.com'), undefined);
    });

    it('keeps emails and usernames in one index (S17)', async () => {
      const { connectionId } = await suite.newUser({ email: 'both@example.com' });
      const impostor = sampleUser({ connectionId, email: null, username: 'both@example.com' });
      assert.deepEqual(await suite.store.users.insert(impostor, null), { done: false, taken: 'username' });
    });

    it('lets two connections have a user each of one email and username', async () => {
      const [first, second] = [await suite.newConnection(), await suite.newConnection()];
      const names = { email: 'same@example.com', username: 'same' };
      for (const { id } of [first, second]) {
        const inserted = await suite.store.users.insert(sampleUser({ connectionId: id, ...names }), null);
        assert.deepEqual(inserted, { done: true });
      }
    });

    it('does not write a user of a connection that is not there', async () => {
      const user = sampleUser({ connectionId: 'con_nowhere' });
      await assert.rejects(suite.store.users.insert(user, null));
      assert.equal(await suite.store.users.find(user.userId), undefined);
    });

    it('changes what is given and leaves the rest', async () => {
      const user = await suite.newUser({ ...everyColumn, email: 'change@example.com' }, 'a hash');
      const changes = { name: null, emailVerified: false, userMetadata: { a: 1 }, appMetadata: {} };
      const updated = await suite.store.users.update(user.userId, changes, 99);
      const after = { ...user, ...changes, updatedAt: 99 };
      assert.deepEqual(updated, { done: true, user: after });
      assert.deepEqual(await suite.store.users.find(user.userId), after);
      assert.equal(await suite.store.passwordHashes.find(user.userId), 'a hash');
    });

    it('moves updatedAt even where nothing else changes', async () => {
      const user = await suite.newUser();
      const updated = await suite.store.users.update(user.userId, {}, 99);
      assert.deepEqual(updated, { done: true, user: { ...user, updatedAt: 99 } });
    });

    for (const changes of [
      { email: 'new@example.com' },
      { email: null },
      { username: 'new' },
      { blocked: true },
    ]) {
      it(`raises the credential version with ${JSON.stringify(changes)}`, async () => {
        const user = await suite.newUser({ credentialVersion: 7 });
        await suite.store.users.update(user.userId, changes, 9);
        const after = { ...user, ...changes, updatedAt: 9, credentialVersion: 8 };
        assert.deepEqual(await suite.store.users.find(user.userId), after);
      });
    }

    it('leaves the credential version where email, username and blocked stay as they are', async () => {
      const user = await suite.newUser({ username: 'stay', credentialVersion: 7 });
      const { email, username, blocked } = user;
      const updated = await suite.store.users.update(user.userId, { email, username, blocked, name: 'N' }, 9);
      assert.equal(updated?.user?.credentialVersion, 7);
    });

    it('is found by its new identifiers and no longer by its old ones', async () => {
      const user = await suite.newUser({ email: 'old@example.com', username: 'old' });
      await suite.store.users.update(user.userId, { email: 'New@example.com', username: null }, 9);
      const { users } = suite.store;
      assert.equal((await users.findByIdentifier(user.connectionId, 'new@example.com'))?.userId, user.userId);
      assert.equal(await users.findByIdentifier(user.connectionId, 'old@example.com'), undefined);
      assert.equal(await users.findByIdentifier(user.connectionId, 'old'), undefined);
      const heir = sampleUser({ connectionId: user.connectionId, email: 'old@example.com', username: 'old' });
      assert.deepEqual(await users.insert(heir, null), { done: true });
    });

    it('can change the case of an email', async () => {
      const user = await suite.newUser({ email: 'case@example.com' });
      const updated = await suite.store.users.update(user.userId, { email: 'Case@example.com' }, 9);
      assert.equal(updated?.user?.email, 'Case@example.com');
      const found = await suite.store.users.findByIdentifier(user.connectionId, 'case@example.com');
      assert.equal(found?.email, 'Case@example.com');
    });

    it('refuses a change to an identifier that another user has, and writes nothing', async () => {
      const { connectionId } = await suite.newUser({ email: 'hers@example.com', username: 'hers' });
      const user = await suite.newUser({ connectionId, email: 'his@example.com', username: 'his' });
      const { users } = suite.store;
      const email = await users.update(user.userId, { email: 'Hers@example.com', name: 'N' }, 9);
      assert.deepEqual(email, { done: false, taken: 'email' });
      const username = await users.update(user.userId, { email: 'free@example.com', username: 'hers' }, 9);
      assert.deepEqual(username, { done: false, taken: 'username' });
      assert.deepEqual(await users.find(user.userId), user);
      assert.deepEqual(await users.findByIdentifier(connectionId, 'his@example.com'), user);
      assert.equal(await users.findByIdentifier(connectionId, 'free@example.com'), undefined);
    });

    it('changes nobody who is not there', async () => {
      assert.equal(await suite.store.users.update('auth0|nobody', { name: 'N' }, 9), undefined);
    });

    it('counts a login', async () => {
      const user = await suite.newUser({ credentialVersion: 3 });
      const login = { at: 50, ip: '192.0.2.1', credentialVersion: 3 };
      assert.equal(await suite.store.users.recordLogin(user.userId, login), true);
      assert.equal(await suite.store.users.recordLogin(user.userId, { ...login, at: 60, ip: null }), true);
      const after = { ...user, lastLoginAt: 60, lastIp: null, loginsCount: 2 };
      assert.deepEqual(await suite.store.users.find(user.userId), after);
    });

    it('does not count a login whose credential version is no longer the one (S6)', async () => {
      const user = await suite.newUser({ credentialVersion: 3 });
      const login = { at: 50, ip: null, credentialVersion: 3 };
      await suite.store.users.update(user.userId, { blocked: true }, 40);
      assert.equal(await suite.store.users.recordLogin(user.userId, login), false);
      assert.equal(await suite.store.users.recordLogin('auth0|nobody', login), false);
      assert.equal((await suite.store.users.find(user.userId))?.loginsCount, 0);
    });

    it('removes a user with hash, identifiers and sessions, and no other', async () => {
      const names = { email: 'gone@example.com', username: 'gone' };
      const user = await suite.newUser(names, 'a hash');
      const other = await suite.newUser({ connectionId: user.connectionId }, 'other hash');
      await suite.fixture.addSession(user.userId);
      await suite.fixture.addSession(other.userId);
      const { users, passwordHashes } = suite.store;
      assert.equal(await users.delete(user.userId), true);
      assert.equal(await users.delete(user.userId), false);
      assert.equal(await users.find(user.userId), undefined);
      assert.equal(await passwordHashes.find(user.userId), undefined);
      assert.equal(await suite.fixture.countSessions(user.userId), 0);
      assert.equal(await suite.fixture.countSessions(other.userId), 1);
      assert.equal(await passwordHashes.find(other.userId), 'other hash');
      const heir = sampleUser({ connectionId: user.connectionId, ...names });
      assert.deepEqual(await users.insert(heir, null), { done: true });
      assert.deepEqual(await users.findByEmail('gone@example.com'), [heir]);
    });
  });
}
