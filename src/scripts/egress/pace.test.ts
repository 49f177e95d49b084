import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPace } from './pace.ts';

describe('pace', () => {
  it('lets two seconds of turns through at once, then one each millisecond', async () => {
    const clock = { now: 0 };
    const pace = createPace(() => clock.now);
    let passed = 0;
    const step = (): Promise<void> =>
      pace().then(() => {
        passed += 1;
      });
    for (let i = 0; i < 2_000; i += 1) void step();
    await nextTurn();
    assert.equal(passed, 2_000);
    const late = step();
    await Promise.resolve().then(() => {});
    assert.equal(passed, 2_000, 'waits');
    await late;
    clock.now = 2_000;
    for (let i = 0; i < 1_999; i += 1) void step();
    await nextTurn();
    assert.equal(passed, 4_000);
  });
});
