import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteUser } from './delete-user.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { sampleUser } from './fakes/samples.ts';
import type { User } from './user.ts';

const actor = { clientId: 'machine', source: { ip: '192.0.2.1', userAgent: null } };
const connection = connectionFixture();
const names = { email: 'Ada@example.com', username: 'ada' };
const migrated = { how: 'migrated-at-login', at: 1, scriptVersion: 'v1', legacyMs: 3 } as const;

async function open(given: Partial<User> = {}) {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  await store.connections.insert(connection);
  const user = sampleUser({ connectionId: connection.id, ...names, origin: migrated, ...given });
  await store.users.insert(user, 'a hash');
  return {
    store,
    user,
    clock,
    remove: (userId = user.userId) => deleteUser({ store, clock }, userId, actor),
    tombstones: async () => (await store.tombstones.list({ offset: 0, limit: 9 })).tombstones,
    events: async () =>
      (await store.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false })).events,
  };
}

test('the user goes with hash and sessions; a tombstone stands on id, email and username; the event says who it was', async () => {
  const { store, user, clock, remove, tombstones, events } = await open();
  await store.addSession(user.userId);
  await remove();
  assert.equal(await store.users.find(user.userId), undefined);
  assert.equal(await store.passwordHashes.find(user.userId), undefined);
  assert.equal(await store.countSessions(user.userId), 0);
  const [tombstone, ...others] = await tombstones();
  const { userId, connectionId } = user;
  assert.deepEqual(tombstone, {
    id: tombstone?.id,
    connectionId,
    userId,
    ...names,
    deletedAt: clock.now(),
    passwordSetHere: false,
    blocked: false,
    state: 'standing',
  });
  assert.deepEqual(others, []);
  assert.deepEqual(
    (await events()).map((event) => [event.kind, event.userId, event.identifier, event.connectionName]),
    [['user-deleted', userId, names.email, connection.name]],
  );
});

test('the tombstone remembers a block (S18) and a password that was set here (S7)', async () => {
  for (const [given, blocked, passwordSetHere] of [
    [{ blocked: true }, true, false],
    [{ lastPasswordChangeAt: 5 }, false, true],
    [{ origin: { how: 'created' }, emailVerified: true }, false, true],
    // Whoever never proved the address says nothing of the legacy user (S19).
    [{ origin: { how: 'created' }, emailVerified: false }, false, false],
  ] as const) {
    const { remove, tombstones } = await open(given);
    await remove();
    const [tombstone] = await tombstones();
    assert.deepEqual([tombstone?.blocked, tombstone?.passwordSetHere], [blocked, passwordSetHere]);
  }
});

test('deleting nobody, or somebody once more, leaves neither tombstone nor event', async () => {
  const { remove, tombstones, events } = await open();
  await remove('auth0|nobody');
  assert.deepEqual([await tombstones(), await events()], [[], []]);
  await remove();
  await remove();
  assert.deepEqual([(await tombstones()).length, (await events()).length], [1, 1]);
});
