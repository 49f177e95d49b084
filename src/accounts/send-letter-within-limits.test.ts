import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';
import { migratedByLogin } from './fakes/migrated-by-login.ts';
import type { StoredJob } from './jobs.ts';
import type { Postbox } from './postbox.ts';
import { requestVerification } from './request-verification.ts';
import { sendLetterWithinLimits } from './send-letter-within-limits.ts';
import { updateUser } from './update-user.ts';

const hourMs = 60 * 60_000;
const userId = 'auth0|7';
const tooMany = { never: 'too many letters were sent to its address' };

/** Ada is here, and her address is not verified yet. */
async function setUp() {
  const doors = await doorsFixture();
  await migratedByLogin(doors);
  const order = async (): Promise<Extract<StoredJob, { kind: 'send-letter' }>> => {
    const outcome = await requestVerification(doors.needs, userId, 'app');
    if (outcome.outcome !== 'requested' || outcome.job.kind !== 'send-letter') assert.fail(outcome.outcome);
    return outcome.job;
  };
  return { ...doors, order };
}

test('fifteen letters that ask for proof of an address are ordered, five are sent, and ten jobs fail', async () => {
  const { order, work, letters, clock } = await setUp();
  for (let i = 0; i < 15; i += 1) await order();
  const outcomes = await work();
  assert.deepEqual(outcomes, [...Array(5).fill({ done: true }), ...Array(10).fill(tooMany)]);
  assert.equal(letters.length, 5);
  clock.advance(hourMs);
  await order();
  assert.deepEqual(await work(), [{ done: true }]);
});

test('a letter that is tried again is counted once, and not held back', async () => {
  const { order, needs, letters } = await setUp();
  let isAway = true;
  const postbox: Postbox = {
    deliver: async (letter) =>
      isAway ? { delivery: 'failed', reason: 'the mail server is away' } : needs.postbox.deliver(letter),
  };
  const send = (job: Extract<StoredJob, { kind: 'send-letter' }>, attempt: number) =>
    sendLetterWithinLimits({ ...needs, postbox }, job, { attempt });
  const jobs = [];
  for (let i = 0; i < 5; i += 1) jobs.push(await order());
  for (const attempt of [1, 2, 3]) for (const job of jobs) assert.ok('again' in (await send(job, attempt)));
  assert.deepEqual(await send(await order(), 1), tooMany);
  isAway = false;
  for (const job of jobs) assert.deepEqual(await send(job, 4), { done: true });
  assert.equal(letters.length, 5);
});

test('whoever orders them: an address that is changed to and fro gets no more', async () => {
  const { needs, work, letters } = await setUp();
  for (let i = 0; i < 9; i += 1)
    for (const email of ['victim@example.com', 'mine@example.com']) {
      await updateUser(needs, userId, { email }, { clientId: 'app', source: { ip: null, userAgent: null } });
      await work();
    }
  const sent = letters.filter(({ kind, to }) => kind === 'email-verification' && to === 'victim@example.com');
  assert.equal(sent.length, 5);
});

test('they use up nothing of the letters for a new password, nor those of them', async () => {
  const { order, work, forgot, letters } = await setUp();
  for (let i = 0; i < 9; i += 1) {
    await order();
    await forgot('ada@example.com', `198.51.100.${i}`);
    await work();
  }
  for (const kind of ['email-verification', 'password-change'])
    assert.equal(letters.filter((letter) => letter.kind === kind).length, 5, kind);
});

test('notices of a change are never held back', async () => {
  const { link, choose, work, letters, clock } = await setUp();
  for (let i = 0; i < 7; i += 1) {
    if (i === 4) clock.advance(hourMs);
    assert.equal((await choose(await link('ada@example.com'), `new ${i}`)).outcome, 'changed');
  }
  await work();
  assert.equal(letters.filter(({ kind }) => kind === 'password-changed').length, 7);
});
