import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticated, logInFixture } from './fakes/log-in-fixture.ts';
import { HashQueueFull } from './password-hasher.ts';
import type { RefusalDoor } from './refusal-clock.ts';

test('S1: unknown, unmigrated and wrong each spend one hash, and every refusal waits from its arrival', async () => {
  const { attempt, passwords, waits, clock } = await logInFixture();
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
  const arrivedAt = clock.now();
  assert.deepEqual(waits, [
    { door: 'log-in', arrivedAt, whereabouts: 'user-here' },
    { door: 'log-in', arrivedAt, whereabouts: 'legacy' },
    { door: 'log-in', arrivedAt, whereabouts: 'nobody' },
  ]);
});

test('S1: guesses turned away after they were looked up wait like every other refusal', async () => {
  const { attempt, waits } = await logInFixture();
  await attempt('ada@example.com', 'right');
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => attempt('ada@example.com', 'wrong')));
  assert.equal(outcomes.filter(({ outcome }) => outcome === 'too-many-attempts').length, 20);
  assert.equal(waits.length, 30);
});

test('S9: whoever provokes outages is held by address', async () => {
  const { attempt, legacy } = await logInFixture();
  legacy.answerWith({ answer: 'unavailable', reason: 'deadline', retryAfterSeconds: 5 });
  for (let i = 0; i < 100; i += 1) await attempt(`user${i}@example.com`, 'x');
  assert.equal((await attempt('another@example.com', 'x')).outcome, 'too-many-attempts');
  assert.equal((await attempt('another@example.com', 'x', { from: '192.0.2.9' })).outcome, 'unavailable');
});

test('S13: ten failures hold an identifier from one address, in every spelling, with and without an account', async () => {
  const { attempt, clock, legacy } = await logInFixture();
  for (const [spellings, other] of [
    [['ada@example.com', 'ADA@example.com', 'a.d.a@example.com', 'ada+x@example.com'], 'ada@example.com'],
    [['nobody@example.com', 'NOBODY@example.com'], 'no.body@example.com'],
  ] as const) {
    for (let i = 0; i < 10; i += 1) {
      const typed = spellings[i % spellings.length] ?? '';
      assert.equal((await attempt(typed, 'wrong')).outcome, 'wrong-credentials');
    }
    const asked = legacy.asked.length;
    const refused = { outcome: 'too-many-attempts', limit: 'identifier', retryAfterSeconds: 900 };
    assert.deepEqual(await attempt(other, 'right'), refused);
    assert.equal(legacy.asked.length, asked, 'turned away before any look-up');
  }
  authenticated(await attempt('ada@example.com', 'right', { from: '192.0.2.2' }));
  clock.advance(15 * 60_000);
  authenticated(await attempt('ada@example.com', 'right'));
});

test('S13: guesses made at the same time are held to the same limit', async () => {
  const { attempt } = await logInFixture();
  await attempt('ada@example.com', 'right');
  const wrong = Array.from({ length: 30 }, () => attempt('ada@example.com', 'wrong'));
  const outcomes = (await Promise.all(wrong)).map(({ outcome }) => outcome);
  assert.equal(outcomes.filter((outcome) => outcome === 'wrong-credentials').length, 10);
  assert.equal((await attempt('ada@example.com', 'right')).outcome, 'too-many-attempts');
});

test('S13: a script’s refusal counts as a wrong password and spends its hash; a fault counts by address', async () => {
  const { attempt, legacy, passwords } = await logInFixture();
  legacy.answerWith({ answer: 'refused', code: 'wrong', message: 'Wrong password' });
  const before = passwords.spent();
  for (let i = 0; i < 10; i += 1) assert.equal((await attempt('ada@example.com', 'x')).outcome, 'refused');
  assert.equal(passwords.spent() - before, 10);
  assert.equal((await attempt('ada@example.com', 'x')).outcome, 'too-many-attempts');
  legacy.answerWith({ answer: 'fault', script: 'login', reason: 'TypeError' });
  for (let i = 0; i < 90; i += 1) await attempt(`user${i}@example.com`, 'x');
  assert.equal((await attempt('another@example.com', 'x')).outcome, 'too-many-attempts');
});

test('a right password forgets the failures before it', async () => {
  const { attempt } = await logInFixture();
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i < 9; i += 1) await attempt('ada@example.com', 'wrong');
    authenticated(await attempt('ada@example.com', 'right'));
  }
});

test('when too many refusals wait already, attempts are turned away before any look-up; one a minute is news', async () => {
  const { attempt, legacy, kinds, clock } = await logInFixture();
  const full = { refusals: { hasRoom: (door: RefusalDoor) => door !== 'log-in', wait: async () => {} } };
  for (let i = 0; i < 5; i += 1) {
    assert.deepEqual(await attempt('ada@example.com', 'right', full), {
      outcome: 'too-many-attempts',
      limit: 'waiting',
      retryAfterSeconds: 1,
    });
  }
  clock.advance(60_000);
  await attempt('ada@example.com', 'right', full);
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(await kinds(), ['login-too-many-attempts', 'login-too-many-attempts']);
});

test('when too many passwords wait to be hashed, nobody is looked up', async () => {
  const { attempt, legacy, passwords, waits } = await logInFixture();
  passwords.hasRoom = () => false;
  assert.deepEqual(await attempt('ada@example.com', 'right'), { outcome: 'busy', retryAfterSeconds: 1 });
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(waits, []);
});

test('S1: a hash queue that fills after the look-up is told by the clock of refusals, to everybody alike', async () => {
  const { attempt, passwords, waits, store } = await logInFixture();
  await attempt('ada@example.com', 'right');
  const full = async (): Promise<never> => {
    throw new HashQueueFull(3);
  };
  Object.assign(passwords, { hash: full, verify: full, verifyNobody: full });
  for (const identifier of ['ada@example.com', 'unmigrated@example.com', '']) {
    assert.deepEqual(await attempt(identifier, 'x'), { outcome: 'busy', retryAfterSeconds: 3 });
  }
  assert.deepEqual(
    waits.map(({ whereabouts }) => whereabouts),
    ['user-here', 'legacy', 'nobody'],
  );
  assert.equal((await store.users.list({ offset: 0, limit: 9, withTotal: false })).users.length, 1);
});

test('S13: one IPv6 network is one address, and an IPv4 address is the same in its IPv6 form', async () => {
  const { attempt } = await logInFixture();
  for (let i = 0; i < 10; i += 1) await attempt('ada@example.com', 'x', { from: `2001:db8::${i}` });
  assert.equal(
    (await attempt('ada@example.com', 'right', { from: '2001:db8::ffff:1' })).outcome,
    'too-many-attempts',
  );
  for (let i = 0; i < 10; i += 1) await attempt('ada@example.com', 'x', { from: '192.0.2.1' });
  assert.equal(
    (await attempt('ada@example.com', 'right', { from: '::ffff:192.0.2.1' })).outcome,
    'too-many-attempts',
  );
  authenticated(await attempt('ada@example.com', 'right', { from: '2001:db8:0:1::1' }));
});

test('S13: a hundred failures from a hundred networks hold the identifier everywhere, and nobody else', async () => {
  const { attempt, clock, legacy } = await logInFixture();
  for (let i = 0; i < 100; i += 1) await attempt('ada@example.com', 'x', { from: `198.51.100.${i}` });
  const asked = legacy.asked.length;
  assert.deepEqual(await attempt('ada@example.com', 'right', { from: '203.0.113.1' }), {
    outcome: 'too-many-attempts',
    limit: 'identifier',
    retryAfterSeconds: 3600,
  });
  assert.equal(legacy.asked.length, asked);
  assert.equal((await attempt('bob@example.com', 'x', { from: '203.0.113.1' })).outcome, 'wrong-credentials');
  clock.advance(3_600_000);
  authenticated(await attempt('ada@example.com', 'right', { from: '203.0.113.1' }));
});

test('a flood of refusals is one event a window', async () => {
  const { attempt, kinds, clock } = await logInFixture();
  for (let i = 0; i < 30; i += 1) await attempt('ada@example.com', 'x');
  const told = async (): Promise<number> =>
    (await kinds()).filter((kind) => kind === 'login-too-many-attempts').length;
  assert.equal(await told(), 1);
  clock.advance(15 * 60_000);
  for (let i = 0; i < 30; i += 1) await attempt('ada@example.com', 'x');
  assert.equal(await told(), 2);
});

test('S13: a right password that is found when the limit is reached meanwhile creates nobody', async () => {
  const { attempt, store, attackProtection } = await logInFixture();
  const admission = { admitted: false, limit: 'identifier', retryAfterSeconds: 900, isNews: true } as const;
  const reached = { ...attackProtection, succeeded: async () => admission };
  const outcome = await attempt('ada@example.com', 'right', { attackProtection: reached });
  assert.equal(outcome.outcome, 'too-many-attempts');
  assert.equal(await store.users.find('auth0|7'), undefined);
});
