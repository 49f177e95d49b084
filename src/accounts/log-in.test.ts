import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { ada, authenticated, logInFixture } from './fakes/log-in-fixture.ts';

test('F4: an unknown user is asked of the legacy, created with its profile and today’s hash, and logged in', async () => {
  const { attempt, store, legacy, kinds } = await logInFixture();
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
  assert.equal(stored?.lastIp, '192.0.2.1');
  assert.equal(stored?.origin.how, 'migrated-at-login');
  assert.deepEqual(await kinds(), ['user-migrated', 'login-succeeded']);
});

test('F5: the next login is local, whatever the legacy says', async () => {
  const { attempt, legacy } = await logInFixture();
  await attempt('ada@example.com', 'right');
  legacy.answerWith({ answer: 'unavailable', reason: 'down', retryAfterSeconds: 5 });
  assert.equal(authenticated(await attempt('ada@example.com', 'right')).migrated, false);
  assert.equal((await attempt('ada@example.com', 'wrong')).outcome, 'wrong-credentials');
  assert.equal(legacy.asked.length, 1);
});

test('with import mode off the scripts are kept but never asked', async () => {
  const { attempt, legacy, kinds } = await logInFixture(
    connectionFixture({ options: { importMode: false } }),
  );
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(await kinds(), ['login-unknown-user']);
});

test('S5: empty, NUL-bearing and over-long credentials reach no script', async () => {
  const { attempt, legacy } = await logInFixture();
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
  const { attempt, legacy, kinds } = await logInFixture();
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

test('a script fault and a script’s refusal are their own outcomes', async () => {
  const { attempt, legacy, kinds } = await logInFixture();
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
  const { attempt, store, legacy } = await logInFixture();
  legacy.put({ password: 'right', profile: { ...ada, blocked: true } });
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'blocked');
  assert.equal((await attempt('ada@example.com', 'wrong')).outcome, 'wrong-credentials');
  assert.equal((await store.users.find('auth0|7'))?.loginsCount, 0);
});

test('an outdated hash is renewed at login', async () => {
  const { attempt, store } = await logInFixture();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.compareAndSet('auth0|7', 'today:right', 'older:right');
  authenticated(await attempt('ada@example.com', 'right'));
  assert.equal(await store.passwordHashes.find('auth0|7'), 'today:right');
});

test('S6: a password changed between verify and answer ends the login, and its rehash does not undo the change', async () => {
  const { attempt, store, passwords, clock } = await logInFixture();
  await attempt('ada@example.com', 'right');
  await store.passwordHashes.compareAndSet('auth0|7', 'today:right', 'older:right');
  passwords.afterVerify = async () =>
    void (await store.passwordHashes.replace('auth0|7', 'today:new', clock.now()));
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
  assert.equal(await store.passwordHashes.find('auth0|7'), 'today:new');
});

test('S6: a user blocked between verify and answer is not logged in', async () => {
  const { attempt, store, passwords, clock } = await logInFixture();
  await attempt('ada@example.com', 'right');
  passwords.afterVerify = async () =>
    void (await store.users.update('auth0|7', { blocked: true }, clock.now()));
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'wrong-credentials');
});

test('S15: an identifier of nobody without "@" is kept as a digest, since people type passwords there', async () => {
  const { attempt, store } = await logInFixture();
  await attempt('my secret passphrase', 'x');
  await attempt('nobody@example.com', 'x');
  const { events } = await store.events.list({ offset: 0, limit: 10, direction: 'asc', withTotal: false });
  assert.match(events[0]?.identifier ?? '', /^digest:/);
  assert.equal(events[1]?.identifier, 'nobody@example.com');
  assert.ok(!JSON.stringify(events).includes('passphrase'));
});

test('200 first logins at the same instant make one user and 200 right answers', async () => {
  const { attempt, store, kinds } = await logInFixture();
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => attempt('ada@example.com', 'right')));
  assert.equal(outcomes.filter((each) => authenticated(each).migrated).length, 1);
  const { total } = await store.users.list({ offset: 0, limit: 1, withTotal: true });
  assert.equal(total, 1);
  assert.equal((await store.users.find('auth0|7'))?.loginsCount, 200);
  assert.equal((await kinds()).filter((kind) => kind === 'user-migrated').length, 1);
});

test('the events of a refused legacy password tell the legacy call and the script', async () => {
  const { attempt, legacy, store } = await logInFixture();
  await attempt('ada@example.com', 'wrong');
  legacy.answerWith({ answer: 'absent', known: true });
  await attempt('ada@example.com', 'wrong');
  const { events } = await store.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false });
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['login-unknown-user', 'login-wrong-password'],
  );
  for (const event of events) assert.ok('legacy' in event && event.legacy?.scriptVersion !== undefined);
});
