import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHashQueue } from './hash-queue.ts';

/** Work that ends when the test says so. */
function held(): { work: () => Promise<number>; started: () => number; finish: () => void } {
  const pending: (() => void)[] = [];
  let started = 0;
  return {
    work: () =>
      new Promise((resolve) => {
        started += 1;
        const mine = started;
        pending.push(() => resolve(mine));
      }),
    started: () => started,
    finish: () => pending.shift()?.(),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('as many at once as there may be, the others in the order they came', async () => {
  const queue = createHashQueue({ atOnce: 2, waiting: 10 });
  const { work, started, finish } = held();
  const runs = Array.from({ length: 5 }, () => queue.run(work));
  await settle();
  assert.equal(started(), 2);
  assert.deepEqual(queue.load(), { running: 2, waiting: 3 });
  for (let i = 0; i < 5; i += 1) {
    finish();
    await settle();
  }
  assert.deepEqual(
    await Promise.all(runs),
    [1, 2, 3, 4, 5].map((value) => ({ value })),
  );
  assert.deepEqual(queue.load(), { running: 0, waiting: 0 });
});

test('whoever finds the queue full is told at once', async () => {
  const queue = createHashQueue({ atOnce: 1, waiting: 1 });
  const { work, finish } = held();
  const first = queue.run(work);
  const second = queue.run(work);
  assert.equal(await queue.run(work), undefined);
  finish();
  await first;
  await settle();
  finish();
  assert.deepEqual(await second, { value: 2 });
});

test('work that fails gives its place on', async () => {
  const queue = createHashQueue({ atOnce: 1, waiting: 1 });
  const failed = queue.run(() => Promise.reject(new Error('no')));
  const next = queue.run(async () => 'done');
  await assert.rejects(failed, /no/);
  assert.deepEqual(await next, { value: 'done' });
  assert.deepEqual(queue.load(), { running: 0, waiting: 0 });
});
