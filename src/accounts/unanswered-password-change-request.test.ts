import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';
import type { JobOutcome } from './jobs.ts';
import { requestPasswordChange } from './request-password-change.ts';

const hourMs = 60 * 60_000;
const wantedMs = 2 * hourMs;
const fault = { answer: 'fault', script: 'get_user', reason: 'Error: The shop answered with 503' } as const;
const outage = { answer: 'unavailable', reason: 'down', retryAfterSeconds: 4 } as const;
type Doors = Awaited<ReturnType<typeof doorsFixture>>;

/** Asks for a new password, and looks for an answer each time that it is called: as after a pause. */
async function asked(doors: Doors): Promise<() => Promise<JobOutcome>> {
  await doors.forgot('ada@example.com');
  const [job] = await doors.store.pendingJobs();
  if (job === undefined) assert.fail();
  let lastReason: string | null = null;
  return async () => {
    const outcome = await doors.doJob(job, { lastReason });
    if ('again' in outcome) lastReason = outcome.again;
    return outcome;
  };
}

for (const [trouble, answer, kind] of [
  ['a script that fails', fault, 'script-fault'],
  ['a legacy system that is away', outage, 'legacy-unavailable'],
] as const) {
  test(`${trouble} for a while costs nobody the letter, and is told once`, async () => {
    const doors = await doorsFixture();
    const attempt = await asked(doors);
    const until = doors.clock.now() + wantedMs;
    doors.legacy.answerWith(answer);
    for (let attempts = 0; attempts < 3; attempts += 1) {
      const { again, ...when } = { again: '', ...(await attempt()) };
      assert.notEqual(again, '');
      assert.deepEqual(when, { until });
    }
    assert.deepEqual(await doors.kinds(), [kind]);
    doors.legacy.answerWith(undefined);
    assert.deepEqual(await attempt(), { done: true });
    await doors.work();
    assert.deepEqual(
      doors.letters.map(({ to }) => to),
      ['ada@example.com'],
    );
  });
}

test('a script that fails after an outage is told too', async () => {
  const doors = await doorsFixture();
  const attempt = await asked(doors);
  for (const answer of [outage, fault, fault]) {
    doors.legacy.answerWith(answer);
    await attempt();
  }
  assert.deepEqual(await doors.kinds(), ['legacy-unavailable', 'script-fault']);
});

test('a letter is wanted for two hours, and not a moment longer', async () => {
  for (const [lateMs, letters] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const doors = await doorsFixture();
    const attempt = await asked(doors);
    doors.clock.advance(wantedMs + lateMs);
    assert.equal('done' in (await attempt()), letters === 1);
    await doors.work();
    assert.equal(doors.letters.length, letters);
    assert.equal(doors.legacy.asked.length, letters);
  }
});

test('asked again while nobody has answered yet, it is one letter; for each address and connection', async () => {
  const doors = await doorsFixture();
  for (const email of ['ada@example.com', ' Ada@EXAMPLE.com', 'ada@example.com']) await doors.forgot(email);
  assert.equal((await doors.store.pendingJobs()).length, 1);
  await doors.forgot('countess@example.com');
  const connection = { ...doors.connection, id: 'con_other' };
  const request = { connection, clientId: 'app', email: 'ada@example.com', languages: [] };
  await requestPasswordChange(doors.needs, { ...request, source: doors.source });
  assert.equal((await doors.store.pendingJobs()).length, 3);
});
