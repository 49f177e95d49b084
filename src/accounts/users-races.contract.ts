import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WriteOutcome } from './accounts-store.ts';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { deleteUser } from './delete-user.ts';
import { sampleUser } from './fakes/samples.ts';
import { updateNeeds } from './fakes/update-needs.ts';
import type { Tombstone } from './tombstone.ts';
import { updateUser } from './update-user.ts';

// More than the connections of a pool, so that some have to wait.
const writers = 25;

const clock = { now: () => 9, waitUntil: async () => {} };
const actor = { clientId: 'machine', source: { ip: null, userAgent: null } };

/** Users, when several write at once: unique keys decide, and exactly one wins. */
export function usersRacesContract(open: OpenAccountsStore): void {
  describe('users, many writers at once', () => {
    const suite = openForSuite(open);

    function assertOneWinner(outcomes: readonly (WriteOutcome | undefined)[], taken: string): void {
      assert.equal(outcomes.filter((outcome) => outcome?.done === true).length, 1);
      const losers = outcomes.filter((outcome) => outcome?.done === false);
      assert.equal(losers.length, outcomes.length - 1);
      for (const loser of losers) assert.deepEqual(loser, { done: false, taken });
    }

    async function tombstonesOf(connectionId: string): Promise<readonly Tombstone[]> {
      const { tombstones } = await suite.store.tombstones.list({ offset: 0, limit: 1000 });
      return tombstones.filter((tombstone) => tombstone.connectionId === connectionId);
    }

    it('makes one user of an email', async () => {
      const { id: connectionId } = await suite.newConnection();
      const outcomes = await atOnce(writers, (index) =>
        suite.store.users.insert(sampleUser({ connectionId, email: 'race@example.com' }), `hash ${index}`),
      );
      assertOneWinner(outcomes, 'email');
      const { users, total } = await suite.store.users.list({
        connectionId,
        offset: 0,
        limit: 9,
        withTotal: true,
      });
      assert.equal(total, 1);
      const hash = await suite.store.passwordHashes.find(users[0]?.userId ?? '');
      assert.equal(hash, `hash ${outcomes.findIndex((outcome) => outcome.done)}`);
    });

    it('makes one user of a username', async () => {
      const { id: connectionId } = await suite.newConnection();
      const outcomes = await atOnce(writers, () =>
        suite.store.users.insert(sampleUser({ connectionId, username: 'race' }), null),
      );
      assertOneWinner(outcomes, 'username');
    });

    it('makes one user of a name that some want as email and some as username (S17)', async () => {
      const { id: connectionId } = await suite.newConnection();
      const key = 'race@example.com';
      const outcomes = await atOnce(writers, (index) => {
        const names = index % 2 === 0 ? { email: key } : { email: null, username: key };
        return suite.store.users.insert(sampleUser({ connectionId, ...names }), null);
      });
      assert.equal(outcomes.filter(({ done }) => done).length, 1);
    });

    it('makes one user of an id, over two connections', async () => {
      const connections = [await suite.newConnection(), await suite.newConnection()];
      const { userId } = sampleUser({ connectionId: '' });
      const outcomes = await atOnce(writers, (index) => {
        const connectionId = connections[index % 2]?.id ?? '';
        return suite.store.users.insert(sampleUser({ connectionId, userId }), null);
      });
      assertOneWinner(outcomes, 'user_id');
    });

    it('lets the loser inside a transaction read the winner', async () => {
      const { id: connectionId } = await suite.newConnection();
      const found = await atOnce(writers, () =>
        suite.store.transact(async (tx) => {
          const user = sampleUser({ connectionId, email: 'race@example.com' });
          const inserted = await tx.users.insert(user, null);
          const winner = await tx.users.findByIdentifier(connectionId, 'race@example.com');
          return { done: inserted.done, userId: winner?.userId };
        }),
      );
      assert.equal(found.filter(({ done }) => done).length, 1);
      assert.equal(new Set(found.map(({ userId }) => userId)).size, 1);
      assert.ok(found[0]?.userId);
    });

    it('gives an email to one of those who change to it', async () => {
      const { id: connectionId } = await suite.newConnection();
      const users = await atOnce(8, () => suite.newUser({ connectionId }));
      const outcomes = await Promise.all(
        users.map(({ userId }) => suite.store.users.update(userId, { email: 'race@example.com' }, 9)),
      );
      assertOneWinner(outcomes, 'email');
    });

    it('lets two users exchange nothing but order: neither takes what the other still has', async () => {
      const { id: connectionId } = await suite.newConnection();
      const [a, b] = [
        await suite.newUser({ connectionId, email: 'a@example.com' }),
        await suite.newUser({ connectionId, email: 'b@example.com' }),
      ];
      const outcomes = await Promise.all([
        suite.store.users.update(a.userId, { email: 'b@example.com' }, 9),
        suite.store.users.update(b.userId, { email: 'a@example.com' }, 9),
      ]);
      assert.deepEqual(outcomes, [
        { done: false, taken: 'email' },
        { done: false, taken: 'email' },
      ]);
    });

    it('loses none of the changes to one user', async () => {
      const user = await suite.newUser();
      const changes = ['name', 'nickname', 'givenName', 'familyName', 'picture', 'phoneNumber'] as const;
      await Promise.all(changes.map((key) => suite.store.users.update(user.userId, { [key]: key }, 9)));
      const after = await suite.store.users.find(user.userId);
      assert.deepEqual(
        changes.map((key) => after?.[key]),
        changes,
      );
    });

    it('loses none of the metadata that is merged into what is there', async () => {
      const { userId } = await suite.newUser();
      const needs = updateNeeds(suite.store, clock);
      await atOnce(writers, (index) =>
        updateUser(needs, userId, { appMetadata: { [`key-${index}`]: index } }, actor),
      );
      const { appMetadata = {} } = (await suite.store.users.find(userId)) ?? {};
      assert.equal(Object.keys(appMetadata).length, writers);
    });

    it('buries a user once, however many delete it', async () => {
      const { userId, connectionId } = await suite.newUser();
      const needs = { store: suite.store, clock };
      await atOnce(writers, () => deleteUser(needs, userId, actor));
      const { events } = await suite.store.events.list({
        userId,
        offset: 0,
        limit: 9,
        direction: 'asc',
        withTotal: false,
      });
      assert.equal(events.length, 1);
      const tombstones = await tombstonesOf(connectionId);
      assert.equal(tombstones.length, 1);
    });

    it('buries a user as the last change left it: who was blocked before is blocked (S18)', async () => {
      const { id: connectionId } = await suite.newConnection();
      const users = await atOnce(writers, () => suite.newUser({ connectionId }));
      const needs = updateNeeds(suite.store, clock);
      const blocked = await Promise.all(
        users.map(async ({ userId }) => {
          const [{ outcome }] = await Promise.all([
            updateUser(needs, userId, { blocked: true }, actor),
            deleteUser(needs, userId, actor),
          ]);
          return [userId, outcome === 'updated'] as const;
        }),
      );
      const tombstones = await tombstonesOf(connectionId);
      assert.deepEqual(
        new Map(tombstones.map((tombstone) => [tombstone.userId, tombstone.blocked])),
        new Map(blocked),
      );
    });

    it('counts every login', async () => {
      const user = await suite.newUser();
      const login = { at: 5, ip: null, credentialVersion: user.credentialVersion };
      const counted = await atOnce(writers, () => suite.store.users.recordLogin(user.userId, login));
      assert.deepEqual(new Set(counted), new Set([true]));
      assert.equal((await suite.store.users.find(user.userId))?.loginsCount, writers);
    });
  });
}
