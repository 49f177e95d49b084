import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from '../lib/sealed-secret.ts';
import { doorsFixture } from './doors-fixture.contract.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { sampleUser } from './fakes/samples.ts';
import { updateConnection } from './update-connection.ts';
import type { User } from './user.ts';

const whole = connectionFixture();
const off = connectionFixture({ options: { ...whole.options, importMode: false } });

/** A connection with import mode off, and how it is switched on. */
async function beforeTheSwitch() {
  const doors = await doorsFixture(off);
  const { store, clock, connection } = doors;
  const sealer = createSealer([new Uint8Array(32)]);
  return {
    ...doors,
    local: async (given: Partial<User>): Promise<User> => {
      const user = sampleUser({ connectionId: connection.id, ...given });
      await store.users.insert(user, null);
      return user;
    },
    switchImport: (importMode: boolean) =>
      updateConnection(
        { store, sealer, clock, checkScript: () => ({ ok: true }), checkEgressPattern: () => undefined },
        connection.id,
        { options: { ...connection.options, importMode } },
      ),
    doubtful: async () =>
      (await store.doubtfulUsers.list({ connectionId: connection.id, offset: 0, limit: 100 })).users.map(
        ({ user }) => user.userId,
      ),
    events: async () =>
      (await store.events.list({ offset: 0, limit: 100, direction: 'asc', withTotal: false })).events,
  };
}

test('S19: switching import on lists local users with an unproved address that the legacy knows', async () => {
  const doors = await beforeTheSwitch();
  const squatter = await doors.local({ email: 'Ada@example.com' });
  await doors.local({ email: 'unknown@example.com' });
  await doors.local({ email: null, username: 'ada' });
  await doors.switchImport(true);
  await doors.work();
  assert.deepEqual(await doors.doubtful(), [squatter.userId]);
  const [found, checked] = await doors.events();
  assert.equal(found?.kind, 'doubtful-user-found');
  assert.equal(found?.userId, squatter.userId);
  assert.partialDeepStrictEqual(checked, { kind: 'local-users-checked', asked: 2, found: 1, unclear: 0 });
});

test('S19: a proved address is its own; a user who came from the legacy system is no doubt', async () => {
  const doors = await beforeTheSwitch();
  doors.legacy.put({ password: 'x', profile: { id: '8', email: 'bob@example.com' } });
  await doors.local({ email: 'ada@example.com', emailVerified: true });
  await doors.local({ email: 'bob@example.com', userId: 'auth0|8' });
  await doors.switchImport(true);
  await doors.work();
  assert.deepEqual(await doors.doubtful(), []);
  assert.deepEqual(
    doors.legacy.asked.map(({ identifier }) => identifier),
    ['bob@example.com'],
  );
});

test('a change that leaves import mode on, or off, checks nothing', async () => {
  const doors = await beforeTheSwitch();
  await doors.local({ email: 'ada@example.com' });
  await doors.switchImport(false);
  assert.equal((await doors.store.pendingJobs()).length, 0);
  await doors.switchImport(true);
  await doors.work();
  const jobs = (await doors.store.pendingJobs()).length;
  await doors.switchImport(true);
  assert.equal((await doors.store.pendingJobs()).length, jobs);
});

test('many are asked about in stretches; an outage repeats one stretch and loses nobody', async () => {
  const doors = await beforeTheSwitch();
  const expected = [];
  for (let i = 0; i < 23; i += 1) {
    const email = `user${i}@example.com`;
    const { userId } = await doors.local({ email, userId: `auth0|s-${String(i).padStart(2, '0')}` });
    if (i % 2 === 0) continue;
    doors.legacy.put({ password: 'x', profile: { id: `legacy-${i}`, email } });
    expected.push(userId);
  }
  await doors.switchImport(true);
  const [first] = await doors.store.pendingJobs();
  if (first === undefined) assert.fail('there is no job');
  await doors.doJob(first);
  doors.legacy.answerWith({ answer: 'unavailable', reason: 'away', retryAfterSeconds: 30 });
  const second = (await doors.store.pendingJobs()).at(-1);
  if (second === undefined) assert.fail('there is no second job');
  assert.deepEqual(await doors.doJob(second), { again: 'the legacy user store is unavailable' });
  doors.legacy.answerWith(undefined);
  assert.deepEqual(await doors.doJob(second), { done: true });
  await doors.work();
  assert.deepEqual(await doors.doubtful(), expected);
  assert.partialDeepStrictEqual((await doors.events()).at(-1), { asked: 23, found: 11, unclear: 0 });
});

test('a script that fails for one user leaves the others checked, and says how many are unclear', async () => {
  const doors = await beforeTheSwitch();
  await doors.local({ email: 'ada@example.com' });
  doors.legacy.answerWith({ answer: 'fault', script: 'get_user', reason: 'thrown' });
  await doors.switchImport(true);
  await doors.work();
  const events = await doors.events();
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['script-fault', 'local-users-checked'],
  );
  assert.equal(events[0]?.identifier, 'ada@example.com');
  assert.partialDeepStrictEqual(events[1], { asked: 1, found: 0, unclear: 1 });
});

test('switched off again, the check ends', async () => {
  const doors = await beforeTheSwitch();
  await doors.local({ email: 'ada@example.com' });
  await doors.switchImport(true);
  await doors.switchImport(false);
  assert.deepEqual(await doors.work(), [{ never: 'import mode is off' }]);
  assert.deepEqual(doors.legacy.asked, []);
});
