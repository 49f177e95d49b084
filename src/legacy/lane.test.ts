import assert from 'node:assert/strict';
import { test } from 'node:test';
import { away, createGuardStage } from './guard-stage.contract.ts';

const lanes = {
  logins: { atOnce: 2, waiting: 3 },
  lookUps: { atOnce: 1, waiting: 1 },
  background: { atOnce: 1, waiting: 1 },
};

test('a lane asks so many at once, has so many wait, and refuses the next at once', async (t) => {
  const { guarded, legacy, shop, logIn, settle } = createGuardStage(t, { lanes });
  const five = Array.from({ length: 5 }, () => logIn());
  await settle();
  assert.equal(legacy.questions.length, 2);
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 2, waiting: 3 });
  const sixth = await logIn();
  assert.equal(sixth.answer === 'unavailable' && sixth.reason.split(':')[0], 'queue-full');
  assert.equal(sixth.durationMs, 0);
  legacy.always('absent');
  for (const question of legacy.questions) question.answer('absent');
  for (const { answer } of await Promise.all(five)) assert.equal(answer, 'absent');
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
});

test('each lane has places of its own: a flood of look-ups takes none from logins, jobs none from whoever waits', async (t) => {
  const { legacy, logIn, find, findInBackground, settle } = createGuardStage(t, { lanes });
  for (let i = 0; i < 20; i += 1) void findInBackground();
  await settle();
  assert.equal(legacy.questions.length, 1);
  for (let i = 0; i < 20; i += 1) void find();
  await settle();
  assert.equal(legacy.questions.length, 2);
  legacy.always('absent');
  assert.equal((await logIn()).answer, 'absent');
});

test('nobody waits longer than the deadline, whether for a place or for an answer', async (t) => {
  const { legacy, logIn, pass, settle } = createGuardStage(t, { lanes, deadlineMs: 1_000 });
  const asked = [logIn(), logIn()];
  await settle();
  await pass(600);
  const waits = logIn();
  await pass(400);
  const [one, two] = await Promise.all(asked);
  assert.equal(one?.answer === 'unavailable' && one.reason, 'deadline: no answer in time');
  assert.equal(one?.durationMs, 1_000);
  assert.equal(two?.answer, 'unavailable');
  await pass(600);
  const waited = await waits;
  assert.equal(waited.answer === 'unavailable' && waited.reason.split(':')[0], 'deadline');
  assert.equal(waited.durationMs, 0, 'it was not asked');
  await settle();
  assert.equal(legacy.questions.length, 2);
});

test('who waited for a place has asked for as long as the legacy system had the question, and no longer', async (t) => {
  const { legacy, logIn, pass, settle } = createGuardStage(t, { lanes, deadlineMs: 1_000 });
  void logIn();
  void logIn();
  const waits = logIn();
  await settle();
  await pass(700);
  legacy.questions[0]?.answer('absent');
  await settle();
  await pass(300);
  const { answer, durationMs } = await waits;
  assert.deepEqual([answer, durationMs], ['unavailable', 300]);
});

test('a place is held until the legacy system has really answered, and its late word still counts', async (t) => {
  const { guarded, legacy, shop, logIn, pass } = createGuardStage(t, { lanes, deadlineMs: 1_000 });
  void logIn();
  void logIn();
  await pass(1_000);
  assert.equal(guarded.conditionOf(shop).inFlight, 2);
  const next = logIn();
  await pass(0);
  assert.equal(legacy.questions.length, 2);
  legacy.questions[0]?.answer(away);
  await pass(0);
  assert.equal(legacy.questions.length, 3);
  legacy.questions[2]?.answer('absent');
  assert.equal((await next).answer, 'absent');
});

test('nobody of a crowd that gets no place at all has found out about an outage', async (t) => {
  const { guarded, logIn, shop, pass, settle } = createGuardStage(t, {
    lanes: { ...lanes, logins: { atOnce: 1, waiting: 50 } },
    deadlineMs: 1_000,
  });
  const crowd = Array.from({ length: 60 }, () => logIn());
  await settle();
  await pass(1_000);
  await Promise.all(crowd);
  assert.equal(guarded.conditionOf(shop).state, 'closed');
});

test('a crowd at a slow legacy system is no outage: its waiting counts for nothing', async (t) => {
  const { guarded, legacy, told, logIn, shop, pass, settle } = createGuardStage(t, {
    lanes: { ...lanes, logins: { atOnce: 10, waiting: 256 } },
  });
  const crowd = Array.from({ length: 220 }, () => logIn());
  await settle();
  for (let answered = 0; answered < 220; answered += 10) {
    await pass(1_500);
    for (const question of legacy.questions.slice(answered, answered + 10)) question.answer('absent');
    await settle();
  }
  const late = (await Promise.all(crowd)).filter(({ answer }) => answer === 'unavailable');
  assert.ok(late.length >= 70, 'whoever stood too far back is told to come again');
  assert.deepEqual(told, []);
  assert.deepEqual(guarded.conditionOf(shop), { state: 'closed', inFlight: 0, waiting: 0 });
});
