import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createManualClock } from './manual-clock.ts';

it('a manual clock moves when it is told to, and wakes those whose instant has come, in order', async () => {
  const clock = createManualClock(1000);
  const woken: number[] = [];
  const waiters = [1300, 1100, 1200].map((at) => clock.waitUntil(at).then(() => woken.push(at)));
  await clock.waitUntil(1000);
  assert.deepEqual(clock.waitedFor(), [1100, 1200, 1300]);
  clock.advance(200);
  await Promise.all(waiters.slice(1));
  assert.equal(clock.now(), 1200);
  assert.deepEqual(woken, [1100, 1200]);
  assert.deepEqual(clock.waitedFor(), [1300]);
  clock.advance(100);
  await waiters[0];
  assert.deepEqual(woken, [1100, 1200, 1300]);
});
