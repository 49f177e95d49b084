import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteUser } from './delete-user.ts';
import { doorsFixture } from './doors-fixture.contract.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { migratedByLogin } from './fakes/migrated-by-login.ts';
import { sampleUser } from './fakes/samples.ts';
import { liftTombstone } from './lift-tombstone.ts';
import { lookAtTicket } from './look-at-ticket.ts';
import { signUp } from './sign-up.ts';
import { unmigrateUser } from './unmigrate-user.ts';
import { updateUser } from './update-user.ts';

const actor = { clientId: 'operator', source: { ip: null, userAgent: null } };
test('F11: who is in the legacy only is created with the new password and all that the script tells', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('Ada@Example.com');
  assert.equal((await doors.store.users.list({ offset: 0, limit: 1, withTotal: true })).total, 0);
  assert.deepEqual(await doors.choose(secret, 'new'), { outcome: 'changed', resultUrl: null });
  const user = await doors.store.users.find('auth0|7');
  assert.equal(user?.nickname, 'ada');
  assert.equal(user?.emailVerified, true);
  assert.equal(user?.origin.how, 'migrated-at-password-change');
  assert.equal(await doors.store.passwordHashes.find('auth0|7'), 'today:new');
  await doors.work();
  assert.deepEqual(
    doors.letters.map(({ kind, to, languages }) => [kind, to, languages]),
    [
      ['password-change', 'ada@example.com', ['de']],
      ['password-changed', 'ada@example.com', ['de']],
    ],
  );
  assert.deepEqual(await doors.kinds(), ['password-change-requested', 'user-migrated', 'password-changed']);
});

test('S11: a link works once, of two at the same instant too; looking at it asks nobody', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  const asked = doors.legacy.asked.length;
  assert.equal((await lookAtTicket(doors.needs, secret)).state, 'open');
  assert.equal(doors.legacy.asked.length, asked);
  const outcomes = await Promise.all([doors.choose(secret, 'one'), doors.choose(secret, 'two')]);
  assert.deepEqual(outcomes.map(({ outcome }) => outcome).toSorted(), ['changed', 'gone']);
  assert.equal((await doors.store.users.list({ offset: 0, limit: 1, withTotal: true })).total, 1);
  assert.equal((await doors.choose(secret, 'three')).outcome, 'gone');
  assert.equal((await lookAtTicket(doors.needs, secret)).state, 'gone');
});

test('a link expires', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  doors.clock.advance(24 * 3_600_000);
  assert.equal((await lookAtTicket(doors.needs, secret)).state, 'gone');
  assert.equal((await doors.choose(secret, 'new')).outcome, 'gone');
});

test('S2: a look-alike that the legacy takes for somebody gets no letter, and neither does the victim', async () => {
  const doors = await doorsFixture();
  doors.legacy.put({
    password: 'right',
    profile: { id: '7', email: 'ada@example.com' },
    aliases: ['ädä@example.com'],
  });
  await doors.forgot('ädä@example.com');
  await doors.work();
  assert.deepEqual(doors.letters, []);
  assert.deepEqual(await doors.kinds(), ['password-change-not-offered']);
});

test('S2: a legacy user renamed after the letter is not handed to the old address', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  doors.legacy.put({
    password: 'right',
    profile: { id: '7', email: 'countess@example.com' },
    aliases: ['ada@example.com'],
  });
  assert.equal((await doors.choose(secret, 'new')).outcome, 'gone');
  assert.equal(await doors.store.users.find('auth0|7'), undefined);
});

test('a legacy user deleted after the letter is not created', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  doors.legacy.answerWith({ answer: 'absent', known: false });
  assert.equal((await doors.choose(secret, 'new')).outcome, 'gone');
  assert.equal(await doors.store.users.find('auth0|7'), undefined);
});

test('who logged in meanwhile is here, and gets the new password; the legacy is not asked again', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  doors.clock.advance(1);
  await migratedByLogin(doors);
  const asked = doors.legacy.asked.length;
  assert.equal((await doors.choose(secret, 'new')).outcome, 'changed');
  assert.equal(doors.legacy.asked.length, asked);
  assert.equal(await doors.store.passwordHashes.find('auth0|7'), 'today:new');
});

test('a link for somebody in the legacy only opens nothing once migration has ended, and asks nobody', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  const ended = { options: connectionFixture({ options: { importMode: false } }).options };
  await doors.store.connections.update(doors.connection.id, ended);
  const asked = doors.legacy.asked.length;
  assert.deepEqual(await doors.choose(secret, 'new'), { outcome: 'gone' });
  assert.equal(doors.legacy.asked.length, asked);
  assert.equal(await doors.store.users.find('auth0|7'), undefined);
  await doors.store.connections.update(doors.connection.id, { options: doors.connection.options });
  assert.equal((await doors.choose(secret, 'new')).outcome, 'changed');
});

test('who signed up meanwhile under that address is not whom the link was for', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  const { id: connectionId } = doors.connection;
  const other = sampleUser({ connectionId, email: 'ada@example.com' });
  await doors.store.users.insert(other, 'today:theirs');
  assert.equal((await doors.choose(secret, 'new')).outcome, 'gone');
  assert.equal(await doors.store.passwordHashes.find(other.userId), 'today:theirs');
});

test('an outage changes nothing and keeps the link; a refused password too', async () => {
  const doors = await doorsFixture();
  const secret = await doors.link('ada@example.com');
  doors.legacy.answerWith({ answer: 'unavailable', reason: 'down', retryAfterSeconds: 9 });
  assert.deepEqual(await doors.choose(secret, 'new'), { outcome: 'unavailable', retryAfterSeconds: 9 });
  doors.legacy.answerWith(undefined);
  assert.equal((await doors.choose(secret, 'weak')).outcome, 'refused-password');
  assert.equal((await doors.choose(secret, '')).outcome, 'invalid-password');
  assert.equal((await doors.choose(secret, 'new')).outcome, 'changed');
});

test('S12, S18: a password change ends every session and every other link, and unblocks nobody', async () => {
  const doors = await doorsFixture();
  const first = await doors.link('ada@example.com');
  await doors.choose(first, 'new');
  await updateUser(doors.needs, 'auth0|7', { blocked: true }, actor);
  const one = await doors.link('ada@example.com');
  const other = await doors.link('ada@example.com');
  await doors.store.addSession('auth0|7');
  assert.equal((await doors.choose(one, 'newer')).outcome, 'changed');
  assert.equal(await doors.store.countSessions('auth0|7'), 0);
  assert.equal((await doors.choose(other, 'newest')).outcome, 'gone');
  assert.equal((await doors.store.users.find('auth0|7'))?.blocked, true);
});

test('S11: a new address or a block makes links void, and a void link is not sent', async () => {
  for (const patch of [{ email: 'countess@example.com' }, { blocked: true }, { password: 'another' }]) {
    const doors = await doorsFixture();
    await doors.choose(await doors.link('ada@example.com'), 'new');
    const secret = await doors.link('ada@example.com');
    await doors.forgot('ada@example.com');
    const [asked] = (await doors.store.pendingJobs()).slice(-1);
    if (asked === undefined) assert.fail();
    await doors.doJob(asked); // the letter's job is there, and not done
    assert.equal((await updateUser(doors.needs, 'auth0|7', patch, actor)).outcome, 'updated');
    const letters = doors.letters.length;
    await doors.work();
    assert.equal((await doors.choose(secret, 'newest')).outcome, 'gone');
    assert.ok(doors.letters.slice(letters).every(({ kind }) => kind !== 'password-change'));
  }
});

test('S7: who was deleted here stays away; after lifting, a new password opens the door that the old one does not', async () => {
  const doors = await doorsFixture();
  await doors.choose(await doors.link('ada@example.com'), 'new');
  await deleteUser(doors.needs, 'auth0|7', actor);
  await doors.forgot('ada@example.com');
  const letters = doors.letters.length;
  await doors.work();
  assert.ok(doors.letters.slice(letters).every(({ kind }) => kind !== 'password-change'));
  const [tombstone] = await doors.store.tombstones.findAllOn(doors.connection.id, {
    userId: 'auth0|7',
    keys: [],
  });
  await liftTombstone(doors.needs, tombstone?.id ?? '', actor);
  doors.clock.advance(1);
  assert.equal((await doors.choose(await doors.link('ada@example.com'), 'newer')).outcome, 'changed');
  assert.equal(await doors.store.passwordHashes.find('auth0|7'), 'today:newer');
  assert.deepEqual(await doors.store.tombstones.list({ offset: 0, limit: 9 }), { tombstones: [], total: 0 });
});

test('S7, S12: un-migration ends everything, and keeps the old legacy password out after one was set here', async () => {
  const doors = await doorsFixture();
  await doors.choose(await doors.link('ada@example.com'), 'new');
  await doors.store.addSession('auth0|7');
  const unmigrated = { outcome: 'unmigrated', needsNewPassword: true, blocked: false };
  assert.deepEqual(await unmigrateUser(doors.needs, 'auth0|7', actor), unmigrated);
  assert.equal(await doors.store.users.find('auth0|7'), undefined);
  assert.equal(await doors.store.countSessions('auth0|7'), 0);
  const [left] = await doors.store.tombstones.findAllOn(doors.connection.id, { userId: 'auth0|7', keys: [] });
  assert.equal(left?.state, 'lifted');
  assert.equal(left?.passwordSetHere, true);
  assert.equal((await unmigrateUser(doors.needs, 'auth0|7', actor)).outcome, 'no-such-user');
});

test('the same address asked ten times gets five letters an hour, whoever asks, and nobody who resembles it', async () => {
  const doors = await doorsFixture();
  for (let i = 0; i < 10; i += 1) {
    await doors.forgot(i % 2 === 0 ? 'ADA@example.com' : 'A.da+x@example.com', `192.0.2.${i}`);
    await doors.forgot('ada@example.com', `198.51.100.${i}`);
    await doors.work();
  }
  const sent = doors.letters.filter(({ kind }) => kind === 'password-change');
  assert.deepEqual(new Set(sent.map(({ to }) => to)), new Set(['ada@example.com']));
  assert.equal(sent.length, 5);
});

test('a job that is done twice writes one letter', async () => {
  const doors = await doorsFixture();
  await doors.forgot('ada@example.com');
  const [job] = await doors.store.pendingJobs();
  if (job === undefined) assert.fail();
  await doors.doJob(job);
  await doors.doJob(job);
  await doors.work();
  assert.equal(doors.letters.length, 1);
});

test('F10, S17: a sign-up under the email or username of a legacy user is refused; nothing is created', async () => {
  const doors = await doorsFixture();
  const draft = {
    email: 'ADA@example.com',
    username: null,
    password: 'new',
    name: null,
    nickname: null,
    givenName: null,
    familyName: null,
    picture: null,
    phoneNumber: null,
    userMetadata: {},
  };
  const attempt = {
    connection: doors.connection,
    clientId: 'app',
    draft,
    source: doors.source,
    languages: [],
  };
  assert.deepEqual(await signUp(doors.needs, attempt), { outcome: 'exists', taken: 'email' });
  doors.legacy.answerWith({ answer: 'unavailable', reason: 'down', retryAfterSeconds: 4 });
  assert.deepEqual(await signUp(doors.needs, attempt), { outcome: 'unavailable', retryAfterSeconds: 4 });
  doors.legacy.answerWith(undefined);
  const free = { ...attempt, draft: { ...draft, email: 'new@example.com' } };
  assert.equal((await signUp(doors.needs, free)).outcome, 'created');
  assert.deepEqual(await signUp(doors.needs, free), { outcome: 'exists', taken: 'email' });
  await doors.work();
  assert.deepEqual(
    doors.letters.map(({ kind, to }) => [kind, to]),
    [['email-verification', 'new@example.com']],
  );
  assert.equal(await doors.store.users.find('auth0|7'), undefined);
});
