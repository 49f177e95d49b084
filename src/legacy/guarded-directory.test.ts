import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from '../accounts/fakes/connection-fixture.ts';
import { type LegacyAnswer, scriptVersion } from '../accounts/index.ts';
import { away, createGuardStage } from './guard-stage.contract.ts';

function retryAfter(answer: LegacyAnswer | undefined): number | undefined {
  assert.equal(answer?.answer, 'unavailable');
  return answer?.answer === 'unavailable' ? answer.retryAfterSeconds : undefined;
}

test('what a legacy system says passes as it is, and however often it says no the breaker stays closed (S9)', async (t) => {
  const { guarded, legacy, shop, told, logIn } = createGuardStage(t);
  for (const ending of ['absent', 'fault', 'refused'] as const) {
    legacy.always(ending);
    for (let i = 0; i < 20; i += 1) assert.equal((await logIn()).answer, ending);
  }
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
  assert.deepEqual(told, []);
});

test('five outages in a row open the breaker: it is told once, and nobody is asked until the pause is over', async (t) => {
  const { guarded, legacy, shop, told, logInTimes, logIn, pass } = createGuardStage(t);
  legacy.always(away);
  await logInTimes(4);
  assert.equal(guarded.conditionOf(shop).state, 'closed');
  await logInTimes(1);
  assert.deepEqual(guarded.conditionOf(shop), {
    state: 'open',
    inFlight: 0,
    waiting: 0,
    reason: away.unavailable,
    retryAfterSeconds: 5,
  });
  await pass(1_500);
  const refused = await logIn();
  assert.equal(retryAfter(refused), 4);
  assert.equal(refused.durationMs, 0, 'it was not asked');
  assert.match(refused.answer === 'unavailable' ? refused.reason : '', /open.*ECONNREFUSED/);
  assert.equal(legacy.questions.length, 5);
  assert.deepEqual(
    told.map(({ kind, connectionId, connectionName }) => [kind, connectionId, connectionName]),
    [['legacy-breaker-opened', 'con_shop', 'shop']],
  );
});

test('an answer in between, or a long time, and the outages are not in a row', async (t) => {
  const { guarded, legacy, shop, logInTimes, pass } = createGuardStage(t);
  legacy.always(away);
  await logInTimes(4);
  legacy.always('absent');
  await logInTimes(1);
  legacy.always(away);
  await logInTimes(4);
  await pass(121_000);
  await logInTimes(4);
  assert.equal(guarded.conditionOf(shop).state, 'closed');
  await logInTimes(1);
  assert.equal(guarded.conditionOf(shop).state, 'open');
});

test('after the pause one call finds out for all; the others do not wait for it, and it closes the breaker', async (t) => {
  const { guarded, legacy, shop, told, logIn, logInTimes, pass, settle } = createGuardStage(t);
  legacy.always(away);
  await logInTimes(5);
  legacy.always(undefined);
  await pass(5_000);
  const probe = logIn();
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'half-open');
  assert.equal(retryAfter(await logIn()), 5);
  assert.equal(legacy.questions.length, 6);
  legacy.questions.at(-1)?.answer('absent');
  assert.equal((await probe).answer, 'absent', 'the call that found out is a call like any other');
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
  assert.deepEqual(told.slice(1), [
    {
      kind: 'legacy-breaker-closed',
      by: 'answer',
      openMs: 5_000,
      connectionId: 'con_shop',
      connectionName: 'shop',
    },
  ]);
});

test("a script's fault is an answer too: somebody is there", async (t) => {
  const { guarded, legacy, shop, logIn, logInTimes, pass } = createGuardStage(t);
  legacy.always(away);
  await logInTimes(5);
  await pass(5_000);
  legacy.always('fault');
  await logIn();
  assert.equal(guarded.conditionOf(shop).state, 'closed');
});

test('each time that nobody is found the pause grows, up to half a minute, and nothing more is told', async (t) => {
  const { legacy, told, logIn, logInTimes, pass } = createGuardStage(t);
  legacy.always(away);
  const pauses: (number | undefined)[] = [];
  await logInTimes(5);
  for (let i = 0; i < 6; i += 1) {
    const seconds = retryAfter(await logIn()) ?? 0;
    pauses.push(seconds);
    await pass(seconds * 1_000);
    const before = legacy.questions.length;
    await logIn();
    assert.equal(legacy.questions.length, before + 1);
  }
  assert.deepEqual(pauses, [5, 10, 20, 30, 30, 30]);
  assert.equal(told.length, 1);
});

test('when the breaker opens, those who wait for a place are answered at once', async (t) => {
  const { guarded, legacy, shop, logIn, settle } = createGuardStage(t);
  const inFlight = Array.from({ length: 10 }, () => logIn());
  const waiting = Array.from({ length: 50 }, () => logIn());
  await settle();
  const { inFlight: asked, waiting: waiters } = guarded.conditionOf(shop);
  assert.deepEqual([asked, waiters], [10, 50]);
  for (const question of legacy.questions.slice(0, 5)) question.answer(away);
  for (const answer of await Promise.all(waiting)) assert.equal(retryAfter(answer), 5);
  assert.equal(guarded.conditionOf(shop).waiting, 0);
  for (const question of legacy.questions) question.answer('absent');
  const answers = await Promise.all(inFlight);
  assert.equal(
    answers.filter(({ answer }) => answer === 'absent').length,
    5,
    'who is asked may still be answered',
  );
  assert.equal(legacy.questions.length, 10, 'nobody else was asked');
});

test('calls from before the last change say nothing about now', async (t) => {
  const { guarded, legacy, shop, logIn, logInTimes, pass, settle } = createGuardStage(t);
  const old = Array.from({ length: 9 }, () => logIn());
  await settle();
  legacy.always(away);
  await logInTimes(5);
  assert.equal(guarded.conditionOf(shop).state, 'open');
  legacy.always(undefined);
  await pass(5_000);
  const probe = logIn();
  await settle();
  legacy.questions[0]?.answer(away);
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'half-open');
  legacy.questions.at(-1)?.answer('absent');
  await probe;
  for (const question of legacy.questions) question.answer(away);
  await Promise.all(old);
  assert.equal(guarded.conditionOf(shop).state, 'closed');
});

test('whoever is not answered in time has found nobody, the call that finds out too', async (t) => {
  const { guarded, legacy, shop, logIn, pass, settle } = createGuardStage(t);
  const unanswered = Array.from({ length: 5 }, () => logIn());
  await settle();
  await pass(22_000);
  for (const answer of await Promise.all(unanswered)) assert.equal(answer.answer, 'unavailable');
  const { state, reason, inFlight } = guarded.conditionOf(shop);
  assert.deepEqual([state, reason, inFlight], ['open', 'deadline: no answer in time', 5]);

  await pass(5_000);
  const probe = logIn();
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'half-open');
  await pass(22_000);
  assert.equal((await probe).answer, 'unavailable');
  assert.equal(guarded.conditionOf(shop).state, 'open');

  for (const question of legacy.questions) question.answer('absent');
  await pass(10_000);
  legacy.always('absent');
  assert.equal((await logIn()).answer, 'absent');
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
});

test('of a question that takes several calls each has its own time: capitals make no outage of a slow legacy system', async (t) => {
  const { guarded, legacy, shop, logIn, pass, settle } = createGuardStage(t);
  const slow = Array.from({ length: 6 }, () => logIn(shop, 'Jane@example.com'));
  await settle();
  const left = (): number => guarded.conditionOf(shop).inFlight;
  for (let answered = 0; left() > 0; ) {
    await pass(8_000);
    const asked = legacy.questions.slice(answered);
    answered = legacy.questions.length;
    for (const question of asked) question.answer('absent');
    await settle();
  }
  for (const { answer } of await Promise.all(slow)) assert.equal(answer, 'unavailable', 'it was too late');
  assert.equal(legacy.questions.length, 18, 'as typed twice, and in lower case');
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
});

test('a later call of a question that has no answer has found nobody, like the first', async (t) => {
  const { guarded, legacy, shop, logIn, pass, settle } = createGuardStage(t);
  for (let i = 0; i < 5; i += 1) void logIn(shop, 'Jane@example.com');
  await settle();
  for (const question of legacy.questions) question.answer('absent');
  await settle();
  await pass(21_999);
  assert.equal(guarded.conditionOf(shop).state, 'closed');
  await pass(1);
  assert.equal(guarded.conditionOf(shop).state, 'open');
});

test('a lane whose places are held by calls that hang does not hold up the call that finds out', async (t) => {
  const { guarded, legacy, shop, logIn, find, logInTimes, pass, settle } = createGuardStage(t);
  for (let i = 0; i < 10; i += 1) void logIn();
  await settle();
  legacy.always(away);
  for (let i = 0; i < 5; i += 1) await find();
  await pass(5_000);
  const asked = legacy.questions.length;
  await logInTimes(1);
  assert.equal(legacy.questions.length, asked, 'no place for a login');
  legacy.always('absent');
  assert.equal((await find()).answer, 'absent');
  assert.equal(guarded.conditionOf(shop).state, 'closed');
});

test('a new version of scripts or configuration starts afresh', async (t) => {
  const { guarded, legacy, shop, told, logIn, logInTimes } = createGuardStage(t);
  legacy.always(away);
  await logInTimes(5);
  const changed = { ...shop, options: { ...shop.options, configuration: { HOST: 'sealed:other' } } };
  assert.equal(guarded.conditionOf(changed).state, 'closed');
  legacy.always('absent');
  assert.equal((await logIn(changed)).answer, 'absent');
  assert.deepEqual(
    told.map((event) => [event.kind, 'by' in event ? event.by : undefined]),
    [
      ['legacy-breaker-opened', undefined],
      ['legacy-breaker-closed', 'new-version'],
    ],
  );
});

test('one connection is nothing to another', async (t) => {
  const { guarded, legacy, logIn, logInTimes, settle } = createGuardStage(t);
  const other = connectionFixture({ id: 'con_other', name: 'other' });
  for (let i = 0; i < 266; i += 1) void logIn();
  await settle();
  legacy.always(away);
  for (const question of legacy.questions) question.answer(away);
  await settle();
  await logInTimes(1);
  legacy.always('absent');
  assert.equal((await logIn(other)).answer, 'absent');
  assert.deepEqual(
    Object.entries(guarded.conditions()).map(([name, { state }]) => [name, state]),
    [
      ['shop', 'open'],
      ['other', 'closed'],
    ],
  );
});

test('S9: five deaths by different inputs open the breaker, and the call that finds out must survive', async (t) => {
  const { guarded, legacy, shop, told, logIn, pass, settle } = createGuardStage(t);
  legacy.always('fault');
  await logIn();
  const die = (...inputs: readonly string[]): void =>
    guarded.died({ connectionId: shop.id, scriptVersion: scriptVersion(shop), inputs });
  for (const input of ['a', 'a', 'a', 'b', 'c', 'd']) die(input);
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'closed', 'the same input again and again is one input');
  guarded.died({ connectionId: shop.id, scriptVersion: 'older', inputs: ['e'] });
  die('e', 'a');
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'closed', 'a may have been the cause once more');
  die('e');
  await settle();
  assert.equal(guarded.conditionOf(shop).state, 'open');
  assert.match(JSON.stringify(told), /ended their process/);

  await pass(5_000);
  legacy.always(undefined);
  const probe = logIn();
  await settle();
  die('g');
  legacy.questions.at(-1)?.answer('fault');
  await probe;
  assert.equal(guarded.conditionOf(shop).state, 'open');
  assert.equal(guarded.conditionOf(shop).retryAfterSeconds, 10);
  await pass(60_000);
  legacy.always('fault');
  await logIn();
  assert.equal(guarded.conditionOf(shop).state, 'closed');
});
