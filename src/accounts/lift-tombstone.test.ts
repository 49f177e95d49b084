import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryLegacy } from './fakes/in-memory-legacy.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createPlainHasher } from './fakes/plain-hasher.ts';
import { sampleTombstone } from './fakes/samples.ts';
import { liftTombstone } from './lift-tombstone.ts';
import { migrate } from './migrate.ts';
import type { Tombstone } from './tombstone.ts';

const actor = { clientId: 'machine', source: { ip: '192.0.2.1', userAgent: null } };
const connection = connectionFixture();
const ada = { id: '7', email: 'ada@example.com' };

async function open(...buried: readonly Partial<Tombstone>[]) {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  await store.connections.insert(connection);
  const tombstones = buried.map((given) => sampleTombstone({ connectionId: connection.id, ...given }));
  for (const tombstone of tombstones) await store.tombstones.insert(tombstone);
  const legacy = createInMemoryLegacy();
  legacy.put({ password: 'right', profile: ada });
  const passwords = createPlainHasher();
  const attackProtection = { succeeded: async () => ({ admitted: true }) as const };
  const needs = { store, legacy, passwords, attackProtection, clock, digestKey: Buffer.alloc(32) };
  return {
    ids: tombstones.map(({ id }) => id),
    lift: (id = '') => liftTombstone({ store }, id, actor),
    left: async () => (await store.tombstones.list({ offset: 0, limit: 9 })).tombstones,
    events: async () =>
      (await store.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false })).events,
    /** Who is here after a login with the right legacy password. */
    comeBack: async () => {
      await migrate(needs, { ...actor, connection, identifier: ada.email, password: 'right', grant: null });
      return store.users.find('auth0|7');
    },
  };
}

test('nothing stays behind of a tombstone that nothing has to outlive, and the event says whose it was', async () => {
  const { ids, lift, left, events } = await open({ userId: 'auth0|7', email: ada.email });
  assert.deepEqual(await lift(ids[0]), { outcome: 'lifted' });
  assert.deepEqual(await left(), []);
  assert.deepEqual(
    (await events()).map((event) => [event.kind, event.userId, event.identifier, event.clientId]),
    [['tombstone-lifted', 'auth0|7', ada.email, 'machine']],
  );
});

test('a block and a password that was set here stay behind, lifted', async () => {
  const { ids, lift, left } = await open({ blocked: true }, { passwordSetHere: true });
  for (const id of ids) await lift(id);
  assert.deepEqual(
    (await left()).map(({ state, blocked, passwordSetHere }) => ({ state, blocked, passwordSetHere })),
    [
      { state: 'lifted', blocked: true, passwordSetHere: false },
      { state: 'lifted', blocked: false, passwordSetHere: true },
    ],
  );
});

test('what is not there, or lifted already, is not lifted, and leaves no event', async () => {
  const { ids, lift, events } = await open({ blocked: true, state: 'lifted' });
  for (const id of [ids[0], '0123456789abcdef01234567']) {
    assert.deepEqual(await lift(id), { outcome: 'no-such-tombstone' });
  }
  assert.deepEqual(await events(), []);
});

test('of a user who was deleted twice every tombstone has to be lifted; then all it was comes back, once (S7, S18)', async () => {
  const { ids, lift, left, comeBack } = await open(
    { userId: 'auth0|7', email: 'before@example.com', blocked: true },
    { userId: 'auth0|local', email: ada.email, blocked: true },
    { userId: 'auth0|7', email: ada.email },
  );
  for (const id of ids) {
    assert.equal(await comeBack(), undefined);
    await lift(id);
  }
  assert.equal((await comeBack())?.blocked, true);
  assert.deepEqual(await left(), []);
});

test('a block is remembered by whichever tombstone has it (S18)', async () => {
  const { comeBack } = await open(
    { userId: 'auth0|7', state: 'lifted' },
    { userId: 'auth0|local', email: ada.email, state: 'lifted', blocked: true },
    { userId: 'auth0|another', email: ada.email, state: 'lifted' },
  );
  assert.equal((await comeBack())?.blocked, true);
});
