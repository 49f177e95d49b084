import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newObjectId } from '../lib/object-id.ts';
import type { Connection } from './connection.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryLegacy, type LegacyUser } from './fakes/in-memory-legacy.ts';
import { sampleTombstone, sampleUser } from './fakes/samples.ts';
import { type LegacyResolution, resolveLegacy } from './resolve-legacy.ts';
import type { Tombstone } from './tombstone.ts';
import type { User } from './user.ts';

const connection = connectionFixture();
const other = connectionFixture({ id: 'con_0000000000000002', name: 'other' });

async function resolve(
  profile: LegacyUser['profile'],
  here: readonly Partial<User>[],
  asked: Connection = connection,
): Promise<LegacyResolution> {
  const store = createInMemoryAccountsStore();
  await store.connections.insert(connection);
  await store.connections.insert(other);
  for (const user of here) assert.deepEqual(await store.users.insert(userWith(user), null), { done: true });
  const legacy = createInMemoryLegacy();
  legacy.put({ password: 'x', profile });
  const answer = await legacy.find(asked, profile.email);
  return store.transact((tx) => resolveLegacy(tx, asked, answer));
}

function userWith(differs: Partial<User>): User {
  return sampleUser({ userId: 'auth0|7', connectionId: connection.id, email: 'ada@example.com', ...differs });
}

const ada = { id: '7', email: 'ada@example.com' };

test('migratable: nobody here has its id, email or username', async () => {
  const resolution = await resolve(ada, [{ userId: 'auth0|8', email: 'bob@example.com' }]);
  assert.equal(resolution.answer, 'migratable');
  assert.equal(resolution.answer === 'migratable' && resolution.userId, 'auth0|7');
});

test('present: the profile’s email is the one that the holder of the id has here, in any case of letters', async () => {
  const resolution = await resolve({ id: '7', email: 'ADA@example.com' }, [{}]);
  assert.equal(resolution.answer, 'present');
});

test('moved: email or username was changed here since', async () => {
  assert.equal((await resolve(ada, [{ email: 'countess@example.com' }])).answer, 'moved');
  assert.equal((await resolve({ ...ada, username: 'ada' }, [{ username: 'countess' }])).answer, 'moved');
  assert.equal((await resolve({ ...ada, username: 'ada' }, [{}])).answer, 'moved');
});

test('conflict: the id belongs to another connection; a prefix keeps the two apart (S8)', async () => {
  const resolution = await resolve(ada, [{ connectionId: other.id }]);
  assert.equal(resolution.answer, 'conflict');
  assert.match('advice' in resolution ? resolution.advice : '', /legacy_id_prefix/);
  const prefixed = connectionFixture({ options: { legacyIdPrefix: 'shop-' } });
  const kept = await resolve(ada, [{ connectionId: other.id }], prefixed);
  assert.equal(kept.answer === 'migratable' && kept.userId, 'auth0|shop-7');
});

test('conflict: the email, or the username, belongs to another id here', async () => {
  assert.equal((await resolve(ada, [{ userId: 'auth0|local' }])).answer, 'conflict');
  const byName = await resolve({ ...ada, username: 'ada' }, [
    { userId: 'auth0|x', email: 'x@example.com', username: 'Ada' },
  ]);
  assert.equal(byName.answer, 'conflict');
});

test('a subject that comes from Auth0 is kept as it is', async () => {
  const resolution = await resolve({ id: 'auth0|5f7c8ec7c33c6c004bbafe82', email: 'ada@example.com' }, []);
  assert.equal(resolution.answer === 'migratable' && resolution.userId, 'auth0|5f7c8ec7c33c6c004bbafe82');
});

test('tombstoned: by id, by email, by username; conflict where another connection has buried the id', async () => {
  for (const buried of [
    { userId: 'auth0|7', email: 'gone@example.com', username: null },
    { userId: 'auth0|9', email: 'ada@example.com', username: null },
    { userId: 'auth0|9', email: null, username: 'ada' },
  ]) {
    for (const [traces, expected] of [
      [{ state: 'standing', passwordSetHere: false }, 'tombstoned'],
      [{ state: 'standing', passwordSetHere: true }, 'tombstoned'],
      [{ state: 'lifted', passwordSetHere: true }, 'new-password-required'],
      [{ state: 'lifted', passwordSetHere: false }, 'migratable'],
    ] as const) {
      const store = createInMemoryAccountsStore();
      await store.connections.insert(connection);
      await store.tombstones.insert(sampleTombstone({ connectionId: connection.id, ...buried, ...traces }));
      const legacy = createInMemoryLegacy();
      legacy.put({ password: 'x', profile: { ...ada, username: 'ada' } });
      const answer = await legacy.find(connection, ada.email);
      assert.equal((await store.transact((tx) => resolveLegacy(tx, connection, answer))).answer, expected);
      const elsewhere = await store.transact((tx) => resolveLegacy(tx, other, answer));
      assert.equal(elsewhere.answer, buried.userId === 'auth0|7' ? 'conflict' : 'migratable');
    }
  }
});

test('what is no profile passes through as it is', async () => {
  const store = createInMemoryAccountsStore();
  const facts = { scriptVersion: 'v1', durationMs: 1 };
  const absent = { answer: 'absent', known: false, ...facts } as const;
  assert.deepEqual(await resolveLegacy(store, connection, absent), absent);
  const unavailable = { answer: 'unavailable', reason: 'x', retryAfterSeconds: 5, ...facts } as const;
  assert.deepEqual(await resolveLegacy(store, connection, unavailable), unavailable);
});

test('conflict: the id was given out by a connection that is deleted; one of the same name may give it out again (S8)', async () => {
  const store = createInMemoryAccountsStore();
  await store.connections.insert(connection);
  await store.users.insert(userWith({}), null);
  await store.connections.delete(connection.id);
  const legacy = createInMemoryLegacy();
  legacy.put({ password: 'x', profile: ada });
  for (const [name, expected] of [
    ['another', 'conflict'],
    [connection.name, 'migratable'],
  ] as const) {
    const later = connectionFixture({ id: `con_of_${name}`, name });
    await store.connections.insert(later);
    const answer = await legacy.find(later, ada.email);
    assert.equal((await store.transact((tx) => resolveLegacy(tx, later, answer))).answer, expected);
  }
});

test('tombstones: of all that the user’s keys meet, one that keeps away is enough, wherever it stands (S7)', async () => {
  const onId = { userId: 'auth0|7', state: 'lifted', blocked: true } as const;
  const onEmail = { userId: 'auth0|9', email: 'Ada@example.com' };
  const standing = sampleTombstone({ connectionId: connection.id, ...onEmail });
  const withPassword = sampleTombstone({
    ...standing,
    id: newObjectId(),
    state: 'lifted',
    passwordSetHere: true,
  });
  const inert = sampleTombstone({ connectionId: connection.id, ...onId });
  const newest = sampleTombstone({ ...inert, id: newObjectId(), deletedAt: standing.deletedAt + 1 });
  const buriedWith = async (...tombstones: readonly Tombstone[]): Promise<LegacyResolution> => {
    const store = createInMemoryAccountsStore();
    await store.connections.insert(connection);
    for (const tombstone of tombstones) await store.tombstones.insert(tombstone);
    const legacy = createInMemoryLegacy();
    legacy.put({ password: 'x', profile: ada });
    const answer = await legacy.find(connection, ada.email);
    return store.transact((tx) => resolveLegacy(tx, connection, answer));
  };

  const kept = await buriedWith(inert, withPassword, standing, newest);
  assert.equal(kept.answer, 'tombstoned');
  assert.ok('advice' in kept && kept.advice.endsWith(standing.id), 'the one to lift is named');
  assert.equal((await buriedWith(inert, withPassword, newest)).answer, 'new-password-required');
  const free = await buriedWith(inert, newest);
  assert.deepEqual(free.answer === 'migratable' && free.lifted, [newest, inert]);
});

test('conflict: with the prefix before it the id is longer than a subject may be (S8)', async () => {
  const prefixed = connectionFixture({ options: { legacyIdPrefix: 'shop-' } });
  const resolution = await resolve({ ...ada, id: 'x'.repeat(251) }, [], prefixed);
  assert.equal(resolution.answer, 'conflict');
  assert.match('advice' in resolution ? resolution.advice : '', /legacy_id_prefix .* 255 characters/);
  const longest = await resolve({ ...ada, id: 'x'.repeat(250) }, [], prefixed);
  assert.equal(longest.answer, 'migratable');
});
