import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { migratedByLogin } from './fakes/migrated-by-login.ts';
import type { JobOutcome } from './jobs.ts';
import { updateUser } from './update-user.ts';

const hourMs = 60 * 60_000;
const actor = { clientId: 'operator', source: { ip: null, userAgent: null } };
type Doors = Awaited<ReturnType<typeof doorsFixture>>;

/** Lets each request be answered before the next. */
async function forget(doors: Doors, email: string, times: number): Promise<readonly JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  for (let i = 0; i < times; i += 1) {
    await doors.forgot(email, `198.51.100.${i}`);
    outcomes.push(...(await doors.work()));
  }
  return outcomes;
}

function lettersTo({ letters }: Doors, address: string): number {
  return letters.filter(({ kind, to }) => kind === 'password-change' && to === address).length;
}

async function countOf(doors: Doors, kind: string): Promise<number> {
  return (await doors.kinds()).filter((each) => each === kind).length;
}

test('five letters an hour go to a mailbox, and the sixth is an event, once', async () => {
  const doors = await doorsFixture();
  await forget(doors, 'ada@example.com', 9);
  assert.equal(lettersTo(doors, 'ada@example.com'), 5);
  assert.equal(await countOf(doors, 'letter-withheld'), 1);
  doors.clock.advance(hourMs);
  await forget(doors, ' Ada@Example.com ', 9);
  assert.equal(lettersTo(doors, 'ada@example.com'), 10);
  assert.equal(await countOf(doors, 'letter-withheld'), 2);
});

test('look-alikes of an address do not use up its letters, nor does it use up theirs', async () => {
  const doors = await doorsFixture();
  doors.legacy.put({ password: 'x', profile: { id: '8', email: 'ada+8@example.com' } });
  for (const email of ['ada+1@example.com', 'a.d.a@example.com', 'àda@example.com', 'ada+8@example.com'])
    await forget(doors, email, 9);
  assert.equal(lettersTo(doors, 'ada+8@example.com'), 5);
  await forget(doors, 'ada@example.com', 9);
  assert.equal(lettersTo(doors, 'ada@example.com'), 5);
});

test('requests that no letter comes of use up none', async () => {
  const doors = await doorsFixture();
  for (const trouble of [
    { answer: 'absent', known: false },
    { answer: 'unavailable', reason: 'down', retryAfterSeconds: 1 },
    { answer: 'fault', script: 'get_user', reason: 'TypeError' },
  ] as const) {
    doors.legacy.answerWith(trouble);
    await forget(doors, 'ada@example.com', 9);
  }
  assert.equal(await countOf(doors, 'letter-withheld'), 0);
  doors.legacy.answerWith(undefined);
  await forget(doors, 'ada@example.com', 1);
  assert.equal(lettersTo(doors, 'ada@example.com'), 1);
});

test('with import mode off the legacy system is not asked, and who is here is written to', async () => {
  const connection = connectionFixture({ options: { importMode: false } });
  const doors = await doorsFixture(connection);
  await forget(doors, 'ada@example.com', 1);
  assert.deepEqual(await doors.kinds(), ['password-change-not-offered']);
  await migratedByLogin(doors);
  await forget(doors, 'ada@example.com', 1);
  assert.equal(lettersTo(doors, 'ada@example.com'), 1);
  assert.deepEqual(doors.legacy.asked, []);
});

test('an outage is told once of each request, and it is not asked for longer than somebody waits', async () => {
  const doors = await doorsFixture();
  doors.legacy.answerWith({ answer: 'unavailable', reason: 'down', retryAfterSeconds: 1 });
  await doors.forgot('ada@example.com');
  const [job] = await doors.store.pendingJobs();
  if (job === undefined) assert.fail();
  let lastReason: string | null = null;
  for (let attempt = 1; attempt < 4; attempt += 1) {
    const outcome = await doors.doJob(job, { lastReason });
    if (!('again' in outcome)) assert.fail();
    assert.equal(outcome.until, job.createdAt + 2 * hourMs);
    lastReason = outcome.again;
  }
  assert.deepEqual(await doors.kinds(), ['legacy-unavailable']);
});

test('a job that is done twice counts once', async () => {
  const doors = await doorsFixture();
  await doors.forgot('ada@example.com');
  const [job] = await doors.store.pendingJobs();
  if (job === undefined) assert.fail();
  for (let i = 0; i < 4; i += 1) await doors.doJob(job);
  await doors.work();
  await forget(doors, 'ada@example.com', 9);
  assert.equal(lettersTo(doors, 'ada@example.com'), 5);
});

test('what is sent for one connection uses up nothing of another', async () => {
  const doors = await doorsFixture();
  await forget(doors, 'ada@example.com', 9);
  const place = {
    purpose: 'password-change',
    connectionId: doors.connection.id,
    email: 'ada@example.com',
  } as const;
  const { letters } = doors.throttles;
  assert.equal((await letters.take(place)).admitted, false);
  assert.equal((await letters.take({ ...place, connectionId: 'con_other' })).admitted, true);
});

test('S11: a login between the look-up and the ticket does not make the link a dead one', async () => {
  const doors = await doorsFixture();
  const { transact } = doors.store;
  let transactions = 0;
  doors.store.transact = async (work) => {
    const answer = await transact(work);
    transactions += 1;
    if (transactions === 1) {
      await migratedByLogin(doors);
      doors.clock.advance(1);
    }
    return answer;
  };
  const secret = await doors.link('ada@example.com');
  assert.equal((await doors.choose(secret, 'new')).outcome, 'changed');
  assert.equal(await doors.store.passwordHashes.find('auth0|7'), 'today:new');
});

test('S11: a login that began after the look-up, and is seen only after the ticket, has the link as well', async () => {
  const doors = await doorsFixture();
  const { find } = doors.legacy;
  const beganAt = doors.clock.now();
  doors.legacy.find = async (...asked) => {
    const answer = await find(...asked);
    doors.clock.advance(40);
    return answer;
  };
  const secret = await doors.link('ada@example.com');
  await migratedByLogin(doors, beganAt);
  assert.equal((await doors.choose(secret, 'new')).outcome, 'changed');
});

test('S11: the link is bound to the user as it is when the ticket is written', async () => {
  const doors = await doorsFixture();
  await doors.choose(await doors.link('ada@example.com'), 'new');
  const { transact } = doors.store;
  let isChanged = false;
  doors.store.transact = async (work) => {
    if (!isChanged) {
      isChanged = true;
      await updateUser(doors.needs, 'auth0|7', { blocked: true }, actor);
    }
    return transact(work);
  };
  const secret = await doors.link('ada@example.com');
  assert.equal((await doors.choose(secret, 'newer')).outcome, 'changed');
});
