import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttackProtection } from './attack-protection.ts';
import type { Connection } from './connection.ts';
import { deleteUser } from './delete-user.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryAttemptCounters } from './fakes/in-memory-attempt-counters.ts';
import { createInMemoryLegacy } from './fakes/in-memory-legacy.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createPlainHasher } from './fakes/plain-hasher.ts';
import { liftTombstone } from './lift-tombstone.ts';
import { type LogInNeeds, logIn } from './log-in.ts';
import type { LogInAttempt, LogInOutcome } from './login-attempt.ts';
import type { RefusalClock } from './refusal-clock.ts';
import type { User } from './user.ts';

const ada = { id: '7', email: 'ada@example.com', nickname: 'ada', appMetadata: { plan: 'gold' } };

async function setUp(connection: Connection = connectionFixture()) {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  const legacy = createInMemoryLegacy();
  const passwords = createPlainHasher();
  const waits: number[] = [];
  const refusals: RefusalClock = {
    hasRoom: () => true,
    wait: async (_connection, arrivedAt) => void waits.push(arrivedAt),
  };
  const needs: LogInNeeds = {
    store,
    legacy,
    passwords,
    clock,
    refusals,
    digestKey: Buffer.alloc(32),
    attackProtection: createAttackProtection({
      counters: createInMemoryAttemptCounters(),
      clock,
      key: Buffer.alloc(32),
    }),
  };
  await store.connections.insert(connection);
  legacy.put({ password: 'right', profile: ada });
  const attempt = (
    identifier: string,
    password: string,
    more: Partial<LogInAttempt> = {},
  ): Promise<LogInOutcome> =>
    logIn(needs, {
      connection,
      clientId: 'app',
      identifier,
      password,
      source: { ip: '192.0.2.1', userAgent: null },
      grant: 'password',
      ...more,
    });
  const kinds = async (): Promise<readonly string[]> =>
    (await store.events.list({ offset: 0, limit: 100, direction: 'asc', withTotal: false })).events.map(
      ({ kind }) => kind,
    );
  return { needs, store, legacy, passwords, clock, waits, attempt, kinds, connection };
}

function authenticated(outcome: LogInOutcome): { user: User; migrated: boolean } {
  if (outcome.outcome !== 'authenticated') assert.fail(`expected a login, got ${outcome.outcome}`);
  return outcome;
}

test('F4: an unknown user is asked of the legacy, created with its profile and today’s hash, and logged in', async () => {
  const { attempt, store, legacy, kinds } = await setUp();
  const { user, migrated } = authenticated(await attempt(' Ada@Example.com ', 'right'));
  assert.equal(migrated, true);
  assert.equal(user.userId, 'auth0|7');
  assert.deepEqual(user.appMetadata, { plan: 'gold' });
  assert.deepEqual(
    legacy.asked,
    [{ how: 'authenticate', identifier: 'Ada@Example.com' }],
    'as typed, trimmed',
  );
  assert.equal(await store.passwordHashes.find('auth0|7'), 'today:right');
  const stored = await store.users.find('auth0|7');
  assert.equal(stored?.loginsCount, 1);
  assert.equal(stored?.origin.how, 'migrated-at-login');
  assert.deepEqual(await kinds(), ['user-migrated', 'login-succeeded']);
});

test('F5: the next login is local, whatever the legacy says', async () => {
  const { attempt, legacy } = await setUp();
  await attempt('ada@example.com', 'right');
  legacy.answerWith({ answer: 'unavailable', reason: 'down', retryAfterSeconds: 5 });
  assert.equal(authenticated(await attempt('ada@example.com', 'right')).migrated, false);
  assert.equal((await attempt('ada@example.com', 'wrong')).outcome, 'wrong-credentials');
  assert.equal(legacy.asked.length, 1);
});

test('with import mode off the scripts are kept but never asked', async () => {
  const { attempt, legacy, kinds } = await setUp(connectionFixture({ options: { importMode: false } }));
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(await kinds(), ['login-unknown-user']);
});

test('S1: unknown, unmigrated and wrong each spend one hash, and every refusal waits from its arrival', async () => {
  const { attempt, passwords, waits, clock } = await setUp();
  await attempt('ada@example.com', 'right');
  for (const [identifier, password] of [
    ['ada@example.com', 'wrong'],
    ['nobody@example.com', 'wrong'],
    ['', ''],
  ] as const) {
    const before = passwords.spent();
    assert.equal((await attempt(identifier, password)).outcome, 'wrong-credentials');
    assert.equal(passwords.spent() - before, 1, identifier);
  }
  assert.deepEqual(waits, [clock.now(), clock.now(), clock.now()]);
});

test('S5: empty, NUL-bearing and over-long credentials reach no script', async () => {
  const { attempt, legacy } = await setUp();
  for (const [identifier, password] of [
    ['ada@example.com', ''],
    ['ada@example.com', 'a\0b'],
    ['ada@example.com', 'x'.repeat(1025)],
    ['', 'right'],
    ['a\0@example.com', 'right'],
    [`${'x'.repeat(255)}@example.com`, 'right'],
  ] as const) {
    assert.equal((await attempt(identifier, password)).outcome, 'wrong-credentials');
  }
  assert.deepEqual(legacy.asked, []);
});

test('an outage is never "wrong password" and never counts against the user', async () => {
  const { attempt, legacy, kinds } = await setUp();
  legacy.answerWith({ answer: 'unavailable', reason: 'connection-failed', retryAfterSeconds: 5 });
  for (let i = 0; i < 20; i += 1) {
    assert.deepEqual(await attempt('ada@example.com', 'right'), {
      outcome: 'unavailable',
      retryAfterSeconds: 5,
    });
  }
  legacy.answerWith(undefined);
  authenticated(await attempt('ada@example.com', 'right'));
  assert.equal((await kinds())[0], 'legacy-unavailable');
});

test('S9: whoever provokes outages is held by address', async () => {
  const { attempt, legacy } = await setUp();
  legacy.answerWith({ answer: 'unavailable', reason: 'deadline', retryAfterSeconds: 5 });
  for (let i = 0; i < 100; i += 1) await attempt(`user${i}@example.com`, 'x');
  assert.equal((await attempt('another@example.com', 'x')).outcome, 'too-many-attempts');
  assert.equal(
    (await attempt('another@example.com', 'x', { source: { ip: '192.0.2.9', userAgent: null } })).outcome,
    'unavailable',
  );
});

test('a script fault and a script’s refusal are their own outcomes', async () => {
  const { attempt, legacy, kinds } = await setUp();
  legacy.answerWith({ answer: 'fault', script: 'login', reason: 'TypeError: x' });
  assert.deepEqual(await attempt('ada@example.com', 'right'), { outcome: 'script-fault' });
  legacy.answerWith({ answer: 'refused', code: 'terms', message: 'Accept the terms' });
  assert.deepEqual(await attempt('ada@example.com', 'right'), {
    outcome: 'refused',
    code: 'terms',
    message: 'Accept the terms',
  });
  assert.deepEqual(await kinds(), ['script-fault', 'login-refused-by-script']);
});

test('"blocked" is said only after a right password', async () => {
  const { attempt, store, legacy } = await setUp();
  legacy.put({ password: 'right', profile: { ...ada, blocked: true } });
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'blocked');
  assert.equal((await attempt('ada@example.com', 'wrong')).outcome, 'wrong-credentials');
  assert.equal((await store.users.find('auth0|7'))?.loginsCount, 0);
});

test('an outdated hash is renewed at login', async () => {
  const { attempt, store } = await setUp();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.compareAndSet('auth0|7', 'today:right', 'older:right');
  authenticated(await attempt('ada@example.com', 'right'));
  assert.equal(await store.passwordHashes.find('auth0|7'), 'today:right');
});

test('S6: a password changed between verify and answer ends the login, and its rehash does not undo the change', async () => {
  const { attempt, store, passwords, clock } = await setUp();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.compareAndSet('auth0|7', 'today:right', 'older:right');
  passwords.afterVerify = async () =>
    void (await store.passwordHashes.replace('auth0|7', 'today:new', clock.now()));
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.equal(await store.passwordHashes.find('auth0|7'), 'today:new');
});

test('S6: a user blocked between verify and answer is not logged in', async () => {
  const { attempt, store, passwords, clock } = await setUp();
  await attempt('ada@example.com', 'right');
  passwords.afterVerify = async () =>
    void (await store.users.update('auth0|7', { blocked: true }, clock.now()));
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
});

test('S13: ten failures hold an identifier from one address, in every spelling, with and without an account', async () => {
  const { attempt, clock, legacy } = await setUp();
  for (const [spellings, other] of [
    [['ada@example.com', 'ADA@example.com', 'a.d.a@example.com', 'ada+x@example.com'], 'ada@example.com'],
    [['nobody@example.com', 'NOBODY@example.com'], 'no.body@example.com'],
  ] as const) {
    for (let i = 0; i < 10; i += 1) {
      const typed = spellings[i % spellings.length] ?? '';
      assert.equal((await attempt(typed, 'wrong')).outcome, 'wrong-credentials');
    }
    const asked = legacy.asked.length;
    assert.deepEqual(await attempt(other, 'right'), { outcome: 'too-many-attempts', retryAfterSeconds: 900 });
    assert.equal(legacy.asked.length, asked, 'turned away before any look-up');
  }
  const elsewhere = { source: { ip: '192.0.2.2', userAgent: null } };
  authenticated(await attempt('ada@example.com', 'right', elsewhere));
  clock.advance(15 * 60_000);
  authenticated(await attempt('ada@example.com', 'right'));
});

test('S13: guesses made at the same time are held to the same limit', async () => {
  const { attempt } = await setUp();
  await attempt('ada@example.com', 'right');
  const wrong = Array.from({ length: 30 }, () => attempt('ada@example.com', 'wrong'));
  const outcomes = (await Promise.all(wrong)).map(({ outcome }) => outcome);
  assert.equal(outcomes.filter((outcome) => outcome === 'wrong-credentials').length, 10);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'too-many-attempts');
});

test('a right password forgets the failures before it', async () => {
  const { attempt } = await setUp();
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i < 9; i += 1) await attempt('ada@example.com', 'wrong');
    authenticated(await attempt('ada@example.com', 'right'));
  }
});

test('when too many refusals wait already, an attempt is turned away before any look-up', async () => {
  const { needs, legacy, connection, kinds } = await setUp();
  const full: LogInNeeds = { ...needs, refusals: { hasRoom: () => false, wait: async () => {} } };
  const source = { ip: null, userAgent: null };
  const outcome = await logIn(full, {
    connection,
    clientId: 'app',
    identifier: 'ada@example.com',
    password: 'right',
    source,
    grant: null,
  });
  assert.deepEqual(outcome, { outcome: 'too-many-attempts', retryAfterSeconds: 1 });
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(await kinds(), ['login-too-many-attempts']);
});

test('S15: an identifier of nobody without "@" is kept as a digest, since people type passwords there', async () => {
  const { attempt, store } = await setUp();
  await attempt('my secret passphrase', 'x');
  await attempt('nobody@example.com', 'x');
  const { events } = await store.events.list({ offset: 0, limit: 10, direction: 'asc', withTotal: false });
  assert.match(events[0]?.identifier ?? '', /^digest:/);
  assert.equal(events[1]?.identifier, 'nobody@example.com');
  assert.ok(!JSON.stringify(events).includes('passphrase'));
});

test('200 first logins at the same instant make one user and 200 right answers', async () => {
  const { attempt, store, kinds } = await setUp();
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => attempt('ada@example.com', 'right')));
  assert.equal(outcomes.filter((each) => authenticated(each).migrated).length, 1);
  const { total } = await store.users.list({ offset: 0, limit: 1, withTotal: true });
  assert.equal(total, 1);
  assert.equal((await store.users.find('auth0|7'))?.loginsCount, 200);
  assert.equal((await kinds()).filter((kind) => kind === 'user-migrated').length, 1);
});

test('S1: guesses turned away after they were looked up wait like every other refusal', async () => {
  const { attempt, waits } = await setUp();
  await attempt('ada@example.com', 'right');
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => attempt('ada@example.com', 'wrong')));
  assert.equal(outcomes.filter(({ outcome }) => outcome === 'too-many-attempts').length, 20);
  assert.equal(waits.length, 30);
});

test('S13: a script’s refusal counts as a wrong password and spends its hash; a fault counts by address', async () => {
  const { attempt, legacy, passwords } = await setUp();
  legacy.answerWith({ answer: 'refused', code: 'wrong', message: 'Wrong password' });
  const before = passwords.spent();
  for (let i = 0; i < 10; i += 1) assert.equal((await attempt('ada@example.com', 'x')).outcome, 'refused');
  assert.equal(passwords.spent() - before, 10);
  assert.equal((await attempt('ada@example.com', 'x')).outcome, 'too-many-attempts');
  legacy.answerWith({ answer: 'fault', script: 'login', reason: 'TypeError' });
  for (let i = 0; i < 90; i += 1) await attempt(`user${i}@example.com`, 'x');
  assert.equal((await attempt('another@example.com', 'x')).outcome, 'too-many-attempts');
});

test('S18: who was blocked here comes back blocked after deletion and lifting, and leaves no trace behind', async () => {
  const { attempt, store, clock, connection } = await setUp();
  await attempt('ada@example.com', 'right');
  await store.users.update('auth0|7', { blocked: true }, clock.now());
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const tombstone = await store.tombstones.findOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  clock.advance(1);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'blocked');
  assert.equal((await store.users.find('auth0|7'))?.blocked, true);
  assert.equal(await store.tombstones.findOn(connection.id, { userId: 'auth0|7', keys: [] }), undefined);
});

test('S7: after a password was set here, lifting does not let the old legacy password in', async () => {
  const { attempt, store, clock, connection } = await setUp();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.replace('auth0|7', 'today:new', clock.now());
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const tombstone = await store.tombstones.findOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.equal(await store.users.find('auth0|7'), undefined);
});

test('S12: another life of a subject does not share its credential version', async () => {
  const { attempt, store, clock, connection } = await setUp();
  const { user: before } = authenticated(await attempt('ada@example.com', 'right'));
  const actor = { source: { ip: null, userAgent: null }, clientId: 'operator' };
  await deleteUser({ store, clock }, 'auth0|7', actor);
  const tombstone = await store.tombstones.findOn(connection.id, { userId: 'auth0|7', keys: [] });
  await liftTombstone({ store }, tombstone?.id ?? '', actor);
  clock.advance(1);
  const { user: after } = authenticated(await attempt('ada@example.com', 'right'));
  assert.equal(after.userId, before.userId);
  assert.notEqual(after.credentialVersion, before.credentialVersion);
});
