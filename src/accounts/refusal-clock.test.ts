import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createManualClock, type ManualClock } from './fakes/manual-clock.ts';
import { createRefusalClock, type RefusalClock } from './refusal-clock.ts';

function setUp(): { clock: ManualClock; refusals: RefusalClock; saved: number[] } {
  const clock = createManualClock();
  const saved: number[] = [];
  const refusals = createRefusalClock({
    clock,
    savePeriod: async (_id, periodMs) => void saved.push(periodMs),
  });
  return { clock, refusals, saved };
}

/** When a refusal that took so long is answered, in milliseconds since its arrival. */
async function answeredAfter(tookMs: number, connection = connectionFixture()): Promise<number | undefined> {
  const { clock, refusals } = setUp();
  const arrivedAt = clock.now();
  clock.advance(tookMs);
  let done = false;
  const waited = refusals.wait(connection, { door: 'log-in', arrivedAt, whereabouts: 'legacy' }).then(() => {
    done = true;
  });
  await Promise.resolve();
  const [at] = clock.waitedFor();
  assert.equal(done, at === undefined);
  if (at !== undefined) clock.advance(at - clock.now());
  await waited;
  return at === undefined ? undefined : at - arrivedAt;
}

test('S1: a refusal is answered at the next multiple of T since its arrival, whatever it took', async () => {
  assert.equal(await answeredAfter(2), 300);
  assert.equal(await answeredAfter(299), 300);
  assert.equal(await answeredAfter(300), 600);
  assert.equal(await answeredAfter(301), 600);
  assert.equal(await answeredAfter(5, connectionFixture({ refusalPeriodMs: 450 })), 450);
});

test('a connection without import mode has nothing to hide and waits for nothing', async () => {
  assert.equal(await answeredAfter(2, connectionFixture({ options: { importMode: false } })), undefined);
});

test('a cap on waiters turns new attempts away at their door alone, and room comes back', async () => {
  for (const [door, other, most] of [
    ['log-in', 'sign-up', 2_000],
    ['sign-up', 'log-in', 500],
  ] as const) {
    const { clock, refusals } = setUp();
    const refused = { door, arrivedAt: clock.now(), whereabouts: 'nobody' } as const;
    const waiting = Array.from({ length: most }, () => {
      assert.equal(refusals.hasRoom(door), true);
      return refusals.wait(connectionFixture(), refused);
    });
    assert.deepEqual([refusals.hasRoom(door), refusals.hasRoom(other)], [false, true]);
    await Promise.resolve();
    clock.advance(300);
    await Promise.all(waiting);
    assert.equal(refusals.hasRoom(door), true);
  }
});

test('a T that moved is kept with the connection', async () => {
  const { clock, refusals, saved } = setUp();
  for (let i = 0; i < 128; i += 1) {
    const waited = refusals.wait(connectionFixture(), {
      door: 'log-in',
      arrivedAt: clock.now() - 280,
      whereabouts: 'legacy',
    });
    await new Promise(setImmediate);
    clock.advance(2_000);
    await waited;
  }
  assert.deepEqual(saved, [350]);
});
