import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { watchEventLoop } from './event-loop-watch.ts';

describe('event loop watch', () => {
  it('finds a loop blocked after so many turns without an answer', () => {
    const watch = watchEventLoop(3);
    const said = [1, 2, 3, 4, 5].map(() => watch.turn(true));
    assert.deepEqual(said, ['ping', 'wait', 'wait', 'wait', 'blocked']);
  });

  it('asks again after an answer, and knows an answer that it did not ask for', () => {
    const watch = watchEventLoop(3);
    assert.equal(watch.answered(), false);
    assert.equal(watch.turn(true), 'ping');
    assert.equal(watch.answered(), true);
    assert.equal(watch.answered(), false);
    assert.equal(watch.turn(true), 'ping');
  });

  it('asks an idle loop now and then', () => {
    const watch = watchEventLoop(3);
    const said = Array.from({ length: 8 }, () => watch.turn(false));
    assert.deepEqual(said, [...Array(7).fill('wait'), 'ping']);
  });
});
