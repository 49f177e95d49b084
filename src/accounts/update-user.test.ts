import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { sampleUser } from './fakes/samples.ts';
import { updateNeeds } from './fakes/update-needs.ts';
import { maxMetadataBytes } from './metadata.ts';
import { type UserPatch, updateUser } from './update-user.ts';

const actor = { clientId: 'machine', source: { ip: '192.0.2.1', userAgent: null } };
const connection = connectionFixture();

async function open() {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  await store.connections.insert(connection);
  const user = sampleUser({
    connectionId: connection.id,
    email: 'ada@example.com',
    name: 'Ada',
    userMetadata: { keep: { deep: 1 }, drop: 1 },
    appMetadata: { plan: 'gold' },
  });
  await store.users.insert(user, null);
  await store.addSession(user.userId);
  return {
    store,
    user,
    clock,
    update: (patch: UserPatch, userId = user.userId) =>
      updateUser(updateNeeds(store, clock), userId, patch, actor),
    events: async () =>
      (await store.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false })).events,
  };
}

test('what is given changes, metadata by its first level, and the event names the keys and no values', async () => {
  const { store, user, clock, update, events } = await open();
  const outcome = await update({ name: null, userMetadata: { drop: null, new: [1] } });
  const userMetadata = { keep: { deep: 1 }, new: [1] };
  const after = { ...user, name: null, userMetadata, updatedAt: clock.now() };
  assert.deepEqual(outcome, { outcome: 'updated', user: after });
  assert.deepEqual(await store.users.find(user.userId), after);
  assert.deepEqual(
    (await events()).map((event) => [
      event.kind,
      event.kind === 'user-updated' && event.changed,
      event.userId,
      event.clientId,
      event.connectionName,
    ]),
    [['user-updated', ['name', 'userMetadata'], user.userId, 'machine', connection.name]],
  );
  assert.equal(await store.countSessions(user.userId), 1);
});

test('a patch of what is there already writes nothing', async () => {
  const { user, update, events } = await open();
  const same = { name: 'Ada', blocked: false, userMetadata: { drop: 1 }, appMetadata: { plan: 'gold' } };
  assert.deepEqual(await update(same), { outcome: 'updated', user });
  assert.deepEqual(await events(), []);
});

test('a block ends all that earlier logins began, and unblocking brings nothing back (S12)', async () => {
  const { store, user, update } = await open();
  await update({ blocked: true });
  assert.equal(await store.countSessions(user.userId), 0);
  const unblocked = await update({ blocked: false });
  const raised = unblocked.outcome === 'updated' && unblocked.user.credentialVersion;
  assert.equal(raised, user.credentialVersion + 2);
});

test('metadata that has grown too large is invalid, and nothing of the patch is written', async () => {
  const { store, user, update, events } = await open();
  const half = 'x'.repeat(maxMetadataBytes / 2);
  assert.equal((await update({ appMetadata: { half } })).outcome, 'updated');
  for (const key of ['userMetadata', 'appMetadata'] as const) {
    const outcome = await update({ name: 'New', [key]: { more: half, evenMore: half } });
    assert.equal(outcome.outcome, 'invalid');
  }
  const merged = await update({ name: 'New', appMetadata: { otherHalf: half } });
  assert.deepEqual(merged, { outcome: 'invalid', reason: 'app_metadata is too large.' });
  assert.equal((await store.users.find(user.userId))?.name, 'Ada');
  assert.equal((await events()).length, 1);
});

test('nobody is nobody', async () => {
  const { update, events } = await open();
  assert.deepEqual(await update({ name: 'New' }, 'auth0|nobody'), { outcome: 'no-such-user' });
  assert.deepEqual(await events(), []);
});

test('the same address in other letters is no new one: it stays verified, and nobody is told', async () => {
  const { store, user, update } = await open();
  await store.users.update(user.userId, { emailVerified: true }, 1);
  const outcome = await update({ email: 'Ada@Example.com' });
  assert.equal(outcome.outcome === 'updated' && outcome.user.email, 'Ada@Example.com');
  assert.equal((await store.users.find(user.userId))?.emailVerified, true);
  assert.deepEqual(await store.pendingJobs(), []);
});

test('a new address is asked to prove itself, unless it is said otherwise', async () => {
  for (const [given, asked] of [
    [{}, true],
    [{ verifyEmail: false }, false],
    [{ emailVerified: true }, false],
    [{ emailVerified: false }, false],
    [{ emailVerified: false, verifyEmail: true }, true],
  ] as const) {
    const { store, update } = await open();
    await update({ email: 'new@example.com', ...given });
    const letters = (await store.pendingJobs()).map(
      ({ payload }) => 'letter' in payload && payload.letter.kind,
    );
    assert.deepEqual(letters, asked ? ['email-changed', 'email-verification'] : ['email-changed']);
  }
});

test('a new address is one that letters reach; who came with another keeps it', async () => {
  const { store, user, update } = await open();
  for (const email of ['a@b@c', '<x>,y@z', 'ada']) {
    const refused = { outcome: 'invalid', reason: 'The email is not an email address.' };
    assert.deepEqual(await update({ email, name: 'New' }), refused);
  }
  assert.equal((await store.users.find(user.userId))?.name, 'Ada');
  await store.users.update(user.userId, { email: 'a@b@c' }, 1); // as the legacy system had it
  assert.equal((await update({ email: 'A@b@c', name: 'New' })).outcome, 'updated');
});
