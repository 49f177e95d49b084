import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mostAttempts, pauseAfter } from './backoff.ts';

const pauses = (chance: number): readonly number[] =>
  Array.from({ length: mostAttempts - 1 }, (_, index) => pauseAfter(index + 1, chance) ?? Number.NaN);

it('waits longer after each attempt, from half a minute up to a day', () => {
  const seconds = pauses(0.5).map((pauseMs) => pauseMs / 1000);
  assert.deepEqual(seconds.slice(0, 4), [30, 120, 600, 3600]);
  assert.deepEqual(
    seconds,
    seconds.toSorted((a, b) => a - b),
  );
  assert.equal(seconds.at(-1), 86_400);
});

it('gives up after the last attempt', () => {
  assert.equal(pauseAfter(mostAttempts, 0.5), undefined);
  assert.equal(pauseAfter(mostAttempts + 1, 0.5), undefined);
});

it('spans about four days', () => {
  const days = pauses(0.5).reduce((sum, pauseMs) => sum + pauseMs, 0) / 86_400_000;
  assert.ok(days > 3.5 && days < 4.5, `${days}`);
});

it('leaves a fifth of each pause to chance, either way', () => {
  assert.deepEqual([pauseAfter(1, 0), pauseAfter(1, 0.5), pauseAfter(1, 1)], [24_000, 30_000, 36_000]);
});
