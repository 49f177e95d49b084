import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { systemClock } from '../lib/clock.ts';
import { callAt } from './call-at.ts';
import { quiet } from './fakes/quiet.ts';

it('calls back when the instant has come, once', async () => {
  const clock = createManualClock(0);
  let calls = 0;
  callAt(clock, 5000, () => {
    calls += 1;
  });
  for (const ms of [4000, 999]) {
    clock.advance(ms);
    await quiet();
    assert.equal(calls, 0);
  }
  clock.advance(1);
  await quiet();
  clock.advance(60_000);
  await quiet();
  assert.equal(calls, 1);
});

it('calls back for an instant that is past, but not before it has returned', async () => {
  const clock = createManualClock(1000);
  let called = false;
  callAt(clock, 1000, () => {
    called = true;
  });
  assert.equal(called, false);
  await quiet();
  assert.equal(called, true);
});

it('does not call back when it was cancelled', async () => {
  const clock = createManualClock(0);
  const cancel = callAt(clock, 1000, () => assert.fail('it was cancelled'));
  cancel();
  clock.advance(2000);
  await quiet();
  assert.deepEqual(clock.waitedFor(), []);
});

it("follows the machine's clock", async () => {
  const at = Date.now() + 20;
  const called = Promise.withResolvers<number>();
  callAt(systemClock, at, () => called.resolve(Date.now()));
  assert.ok((await called.promise) >= at);
});
