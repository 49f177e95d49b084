import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUser } from './create-user.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryLegacy } from './fakes/in-memory-legacy.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createPlainHasher } from './fakes/plain-hasher.ts';
import { createStrictPolicy } from './fakes/strict-policy.ts';
import type { NewUser } from './new-user.ts';

const actor = { clientId: 'machine', source: { ip: '192.0.2.1', userAgent: null } };
const ada: NewUser = {
  connection: 'shop-users',
  userId: null,
  email: ' Ada@shop.example ',
  emailVerified: false,
  username: null,
  password: 'Pa55word',
  name: null,
  nickname: null,
  givenName: null,
  familyName: null,
  picture: null,
  phoneNumber: null,
  blocked: false,
  userMetadata: {},
  appMetadata: {},
};

async function open(options = {}) {
  const clock = createManualClock();
  const needs = {
    store: createInMemoryAccountsStore({ clock }),
    legacy: createInMemoryLegacy(),
    passwords: createPlainHasher(),
    policy: createStrictPolicy(),
    ticketKey: Buffer.alloc(32),
    clock,
  };
  await needs.store.connections.insert(connectionFixture({ options }));
  return needs;
}

test('the Get User script is asked for the trimmed email; absent there, the user is made here, with an event', async () => {
  const needs = await open();
  const made = await createUser(needs, ada, { actor, verifyEmail: false });
  assert.equal(made.outcome, 'created');
  assert.deepEqual(needs.legacy.asked, [{ how: 'find', identifier: 'Ada@shop.example' }]);
  const stored = await needs.store.users.findCredentials('con_0000000000000001', 'ada@shop.example');
  assert.equal(stored?.passwordHash, 'today:Pa55word');
  assert.match(stored.user.userId, /^auth0\|[0-9a-f]{24}$/);
  const { events } = await needs.store.events.list({
    offset: 0,
    limit: 9,
    direction: 'asc',
    withTotal: false,
  });
  assert.deepEqual(
    events.map(({ kind, userId }) => [kind, userId]),
    [['user-created', stored.user.userId]],
  );
});

test('with usernames both are asked for, and a user found by either exists', async () => {
  const needs = await open({ requiresUsername: true });
  needs.legacy.put({ password: 'x', profile: { id: '1', email: 'other@shop.example' }, aliases: ['ada'] });
  assert.deepEqual(await createUser(needs, { ...ada, username: 'ada' }, { actor, verifyEmail: false }), {
    outcome: 'exists',
    taken: 'username',
    where: 'legacy',
  });
  assert.deepEqual(
    needs.legacy.asked.map(({ identifier }) => identifier),
    ['Ada@shop.example', 'ada'],
  );
  assert.equal(needs.passwords.spent(), 0);
});

test('somebody who is here is not looked for there', async () => {
  const needs = await open();
  await createUser(needs, ada, { actor, verifyEmail: false });
  assert.deepEqual(
    await createUser(needs, { ...ada, email: 'ADA@SHOP.EXAMPLE' }, { actor, verifyEmail: false }),
    { outcome: 'exists', taken: 'email', where: 'here' },
  );
  assert.equal(needs.legacy.asked.length, 1);
});

test('with import mode off the script is kept and not asked', async () => {
  const needs = await open({ importMode: false });
  assert.equal((await createUser(needs, ada, { actor, verifyEmail: false })).outcome, 'created');
  assert.deepEqual(needs.legacy.asked, []);
});

test('of ten at once one is made', async () => {
  const needs = await open();
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => createUser(needs, ada, { actor, verifyEmail: false })),
  );
  assert.equal(outcomes.filter(({ outcome }) => outcome === 'created').length, 1);
  assert.equal(outcomes.filter(({ outcome }) => outcome === 'exists').length, 9);
});

test('a refusal by the script counts as taken', async () => {
  const needs = await open();
  needs.legacy.answerWith({ answer: 'refused', code: 'locked', message: 'Locked.' });
  assert.deepEqual(await createUser(needs, ada, { actor, verifyEmail: false }), {
    outcome: 'exists',
    taken: 'email',
    where: 'legacy',
  });
});

test('an address that no letter reaches is not made, and not asked for', async () => {
  const needs = await open();
  for (const email of ['a@b@c', '<x>,y@z']) {
    const outcome = await createUser(needs, { ...ada, email }, { actor, verifyEmail: false });
    assert.deepEqual(outcome, { outcome: 'invalid', reason: 'The email is not an email address.' });
  }
  assert.deepEqual(needs.legacy.asked, []);
});
