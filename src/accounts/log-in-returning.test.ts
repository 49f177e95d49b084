import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteUser } from './delete-user.ts';
import { authenticated, logInFixture } from './fakes/log-in-fixture.ts';
import { liftTombstone } from './lift-tombstone.ts';

test('S18: who was blocked here comes back blocked after deletion and lifting, and leaves no trace behind', async () => {
  const { attempt, store, clock, connection } = await logInFixture();
  await attempt('ada@example.com', 'right');
  await store.users.update('auth0|7', { blocked: true }, clock.now());
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const [tombstone] = await store.tombstones.findAllOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  clock.advance(1);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'blocked');
  assert.equal((await store.users.find('auth0|7'))?.blocked, true);
  assert.deepEqual(await store.tombstones.findAllOn(connection.id, { userId: 'auth0|7', keys: [] }), []);
});

test('S7: after a password was set here, lifting does not let the old legacy password in', async () => {
  const { attempt, store, clock, connection } = await logInFixture();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.replace('auth0|7', 'today:new', clock.now());
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const [tombstone] = await store.tombstones.findAllOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.equal(await store.users.find('auth0|7'), undefined);
});

test('S12: another life of a subject does not share its credential version', async () => {
  const { attempt, store, clock, connection } = await logInFixture();
  const { user: before } = authenticated(await attempt('ada@example.com', 'right'));
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const [tombstone] = await store.tombstones.findAllOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  clock.advance(1);
  const { user: after } = authenticated(await attempt('ada@example.com', 'right'));
  assert.equal(after.userId, before.userId);
  assert.notEqual(after.credentialVersion, before.credentialVersion);
});
