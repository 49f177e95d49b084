import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { keptUser } from '../kit/kept-user.ts';
import type { Segue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import { type CrashStage, emailOf, setCrashStage, wholeUser } from './crash-stage.ts';
import { pointsOf } from './instants.ts';

/*
 * A login that migrates its user is killed before and after every statement, begin, commit and script call of its way,
 * each time in a process of its own, started on the database that the last one left. Whatever the instant: afterwards
 * there is nobody, and the next login migrates; or there is the whole user, who logs in without the legacy system.
 */
const leastPoints = 10;
const atOnce = 2; // the engines side by side: a process for each core of a small machine

/** What each login left behind; the place in the list is the user's number. */
type Left = 'nobody' | 'whole user';

test('a migrating login that is killed leaves nobody or a whole user', { concurrency: atOnce }, async (t) => {
  await Promise.all(
    stores.map((store) => t.test(store.name, store.options, (t) => killEverywhere(t, store))),
  );
});

async function killEverywhere(t: TestContext, store: TestedStore): Promise<void> {
  const stage = await setCrashStage(store);
  try {
    await logInAgain(t, stage, await killAtEveryPoint(t, stage, store.name));
  } finally {
    await stage.remove();
  }
}

async function killAtEveryPoint(t: TestContext, stage: CrashStage, engine: string): Promise<readonly Left[]> {
  const points = await pointsOfLogin(stage, 0);
  assert.ok(points.length > leastPoints, `points: ${points.join('\n')}`);

  const left: Left[] = ['whole user'];
  for (const [index, point] of points.entries()) {
    const user = index + 1;
    await t.test(`killed ${point}`, async () => {
      left[user] = await killAt(stage, user, point);
    });
  }
  const last = points.length + 1;
  await t.test('killed as soon as the answer is there', async () => {
    left[last] = await killAfterAnswer(stage, last);
  });

  const killed = left.slice(1);
  const count = (wanted: Left): number => killed.filter((each) => each === wanted).length;
  t.diagnostic(
    `${engine}: killed at ${points.length} points and after the answer; ` +
      `${count('nobody')} times nobody was left, ${count('whole user')} times a whole user`,
  );
  await t.test('once the user is there, every later instant leaves it there', () => {
    assert.deepEqual(killed, killed.toSorted());
    assert.deepEqual(new Set(killed), new Set(['nobody', 'whole user']));
  });
  return left;
}

/** A login that nobody disturbs: the points that it passes, in order. */
async function pointsOfLogin(stage: CrashStage, user: number): Promise<readonly string[]> {
  const segue = await stage.startKillable();
  try {
    const answer = await segue.token(stage.login(user));
    assert.equal(answer.status, 200, answer.text);
  } finally {
    await segue.stop();
  }
  assert.equal(await keptUser(stage.databaseUrl, wholeUser(user).user_id), 'whole user');
  return pointsOf(segue);
}

async function killAt(stage: CrashStage, user: number, point: string): Promise<Left> {
  const segue = await stage.startKillable(point);
  try {
    await assert.rejects(segue.token(stage.login(user)), 'it was answered by a process that should be dead');
    assert.deepEqual(await segue.ended, { code: null, signal: 'SIGKILL' });
  } finally {
    await segue.stop();
  }
  assert.equal(pointsOf(segue).at(-1), point);
  stage.assertDiscreet(segue.lines);
  return keptUser(stage.databaseUrl, wholeUser(user).user_id);
}

/** The answer is a promise: the user is there, whatever becomes of the process in the next instant. */
async function killAfterAnswer(stage: CrashStage, user: number): Promise<Left> {
  const segue = await stage.startKillable();
  const answer = await segue.token(stage.login(user)).finally(() => segue.stop());
  assert.equal(answer.status, 200, answer.text);
  const left = await keptUser(stage.databaseUrl, wholeUser(user).user_id);
  assert.equal(left, 'whole user', 'an acknowledged login is lost');
  return left;
}

async function logInAgain(t: TestContext, stage: CrashStage, left: readonly Left[]): Promise<void> {
  const numbersOf = (wanted: Left): readonly number[] =>
    [...left.keys()].filter((user) => left[user] === wanted);
  await stage.switchShop('off');
  const segue = await stage.restart();

  await t.test('who was left whole logs in while the legacy system is switched off', async () => {
    for (const user of numbersOf('whole user')) {
      assert.deepEqual(await shownUsers(segue, user), [wholeUser(user)]);
      assert.equal((await segue.token(stage.login(user))).status, 200);
    }
  });
  await t.test('who was not left cannot yet, and is not told that the password is wrong', async () => {
    for (const user of numbersOf('nobody')) {
      assert.deepEqual(await shownUsers(segue, user), []);
      assert.equal((await segue.token(stage.login(user))).status, 503);
    }
  });
  await segue.stop();
  await t.test('and migrates when the legacy system is back', async () => {
    await stage.switchShop('on');
    // Another process: the first one does not ask a legacy system that was away for a few seconds more.
    await using fresh = await restarted(stage);
    for (const user of numbersOf('nobody')) {
      assert.equal((await fresh.segue.token(stage.login(user))).status, 200);
      assert.deepEqual(await shownUsers(fresh.segue, user), [wholeUser(user)]);
      assert.equal(await keptUser(stage.databaseUrl, wholeUser(user).user_id), 'whole user');
    }
  });
}

async function restarted(stage: CrashStage): Promise<AsyncDisposable & { readonly segue: Segue }> {
  const segue = await stage.restart();
  return { segue, [Symbol.asyncDispose]: () => segue.stop() };
}

/** Everybody with the user's email, as far as profile and metadata say. */
async function shownUsers(segue: Segue, user: number): Promise<readonly unknown[]> {
  const { body } = await segue.manage('GET', `users-by-email?email=${encodeURIComponent(emailOf(user))}`);
  return body.map((shown: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.keys(wholeUser(user)).map((key) => [key, shown[key]])),
  );
}
