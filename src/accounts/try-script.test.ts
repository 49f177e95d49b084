import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialSettings } from '../tenant/index.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryAttemptCounters } from './fakes/in-memory-attempt-counters.ts';
import { createInMemoryLegacy } from './fakes/in-memory-legacy.ts';
import { createInMemoryTrials } from './fakes/in-memory-trials.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createThrottles } from './throttles.ts';
import { tombstoneOf } from './tombstone.ts';
import { type TryScriptAttempt, type TryScriptOutcome, tryScript } from './try-script.ts';

async function setUp(options: Parameters<typeof connectionFixture>[0] = {}) {
  const connection = connectionFixture(options);
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  await store.connections.insert(connection);
  const legacy = createInMemoryLegacy();
  legacy.put({ password: 'right', profile: { id: '7', email: 'ada@example.com', nickname: 'ada' } });
  const needs = {
    store,
    runScriptTrial: createInMemoryTrials(legacy),
    throttles: createThrottles({
      counters: createInMemoryAttemptCounters(),
      clock,
      key: Buffer.alloc(32),
      settings: async () => initialSettings,
    }),
    clock,
    digestKey: Buffer.alloc(32),
  };
  const attempt = (differs: Partial<TryScriptAttempt> = {}): Promise<TryScriptOutcome> =>
    tryScript(needs, {
      connection,
      clientId: 'operator',
      source: { ip: '192.0.2.1', userAgent: null },
      script: 'login',
      identifier: 'ada@example.com',
      password: 'right',
      ...differs,
    });
  const events = async () =>
    (await store.events.list({ offset: 0, limit: 100, direction: 'asc', withTotal: false })).events;
  return { connection, store, legacy, clock, attempt, events };
}

function tried(outcome: TryScriptOutcome): Extract<TryScriptOutcome, { outcome: 'tried' }> {
  if (outcome.outcome !== 'tried') assert.fail(`not tried: ${outcome.outcome}`);
  return outcome;
}

test('tells the user that a login would make, makes nobody, and leaves one event without the password', async () => {
  const { store, attempt, events } = await setUp();
  const { would, report } = tried(await attempt());
  assert.deepEqual(
    [would?.consequence, would?.user.userId, would?.user.nickname],
    ['migrates', 'auth0|7', 'ada'],
  );
  assert.equal(report.answer.answer, 'profile');
  assert.equal(await store.users.find('auth0|7'), undefined);
  const [event, another] = await events();
  assert.equal(another, undefined);
  assert.partialDeepStrictEqual(event, {
    kind: 'script-tried',
    script: 'login',
    outcome: 'profile',
    draft: false,
    clientId: 'operator',
    identifier: 'ada@example.com',
    userId: null,
  });
  assert.ok(!JSON.stringify(event).includes('right'));
});

test('an identifier that may be a password stands in the event as a digest', async () => {
  const { attempt, events } = await setUp();
  await attempt({ script: 'get_user', identifier: 'hunter22' });
  assert.match((await events())[0]?.identifier ?? '', /^digest:/);
});

test('a wrong password, whoever is there already, and who was deleted', async () => {
  const { store, attempt, clock } = await setUp();
  assert.equal(tried(await attempt({ password: 'wrong' })).would, undefined);
  const made = tried(await attempt()).would?.user;
  assert.ok(made);
  await store.users.insert(made, null);
  assert.equal(tried(await attempt()).would?.consequence, 'present');
  await store.users.delete(made.userId);
  await store.tombstones.insert(tombstoneOf(made, clock.now()));
  assert.equal(tried(await attempt()).would?.consequence, 'tombstoned');
});

test('credentials that nobody could log in with reach no script, and neither does a script that is not there', async () => {
  const { legacy, attempt } = await setUp({ options: { customScripts: { login: 'function l() {}' } } });
  for (const odd of [{ identifier: ' ' }, { password: 'a\0b' }, { password: 'x'.repeat(1025) }])
    assert.deepEqual(await attempt(odd), { outcome: 'unacceptable' });
  const findUser = { script: 'get_user', identifier: 'ada@example.com' } as const;
  assert.deepEqual(await attempt(findUser), { outcome: 'no-such-script', script: 'get_user' });
  assert.deepEqual(legacy.asked, []);
  const draft = { customScripts: { get_user: 'function g() {}' }, configuration: {} };
  assert.equal((await attempt({ ...findUser, draft })).outcome, 'tried');
});

test('so many an hour for one identifier, in whatever spelling, and no more', async () => {
  const { clock, legacy, attempt } = await setUp();
  for (let count = 0; count < 30; count += 1) tried(await attempt({ password: `guess ${count}` }));
  const spelled = await attempt({ identifier: 'ADA@example.com' });
  assert.deepEqual(spelled, { outcome: 'too-many', retryAfterSeconds: 3600 });
  assert.equal(legacy.asked.length, 30);
  tried(await attempt({ identifier: 'somebody.else@example.com' }));
  clock.advance(3_600_000);
  tried(await attempt());
});
