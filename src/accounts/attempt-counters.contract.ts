import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { atOnce } from './accounts-store-fixture.contract.ts';
import type { AttemptCounters } from './attempt-counters.ts';

/** All that `AttemptCounters` promise. Every implementation runs it. */
export function attemptCountersContract(
  name: string,
  open: () => Promise<{ readonly counters: AttemptCounters; close(): Promise<void> }>,
): void {
  describe(`AttemptCounters: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    it('counts up within a window', async () => {
      const { counters } = opened;
      const counts = [
        await counters.increment('up', 100, 1000),
        await counters.increment('up', 100, 1050),
        await counters.increment('up', 100, 1099),
      ];
      assert.deepEqual(counts, [1, 2, 3]);
      assert.deepEqual(await counters.read(['up'], 1099), [3]);
    });

    it('ends a window at its length after the first, however often it was counted in', async () => {
      const { counters } = opened;
      await counters.increment('end', 100, 1000);
      await counters.increment('end', 100, 1090);
      assert.deepEqual(await counters.read(['end'], 1099), [2]);
      assert.deepEqual(await counters.read(['end'], 1100), [0]);
      assert.equal(await counters.increment('end', 100, 1100), 1);
      assert.deepEqual(await counters.read(['end'], 1199), [1]);
    });

    it('reads in the order of the keys, 0 where there is none, one key twice', async () => {
      const { counters } = opened;
      await counters.increment('b', 100, 1000);
      await counters.increment('a', 100, 1000);
      await counters.increment('a', 100, 1000);
      assert.deepEqual(await counters.read(['none', 'a', 'b', 'a'], 1001), [0, 2, 1, 2]);
      assert.deepEqual(await counters.read([], 1001), []);
    });

    it('clears what it is told to, and nothing else', async () => {
      const { counters } = opened;
      for (const key of ['x', 'y', 'z']) await counters.increment(key, 100, 1000);
      await counters.clear(['x', 'y', 'none']);
      await counters.clear([]);
      assert.deepEqual(await counters.read(['x', 'y', 'z'], 1001), [0, 0, 1]);
      assert.equal(await counters.increment('x', 100, 1001), 1);
    });

    it('counts down within a window, to 0 and no further, and leaves its end where it is', async () => {
      const { counters } = opened;
      for (let i = 0; i < 2; i += 1) await counters.increment('down', 100, 1000);
      await counters.increment('beside', 100, 1000);
      await counters.decrement('down', 1050);
      assert.deepEqual(await counters.read(['down', 'beside'], 1050), [1, 1]);
      for (let i = 0; i < 3; i += 1) await counters.decrement('down', 1099);
      await counters.decrement('never there', 1099);
      assert.deepEqual(await counters.read(['down', 'never there'], 1099), [0, 0]);
      assert.equal(await counters.increment('down', 100, 1099), 1);
      assert.deepEqual(await counters.read(['down'], 1100), [0]);
      await counters.increment('down', 100, 1100);
      await counters.decrement('beside', 1100);
      assert.equal(await counters.increment('beside', 100, 1100), 1, 'its window had ended');
    });

    it('lists those that begin alike, are high enough and have not ended, by key', async () => {
      const { counters } = opened;
      const increments = [
        ['list b', 2],
        ['list a', 3],
        ['list é', 2],
        ['list low', 1],
        ['list', 9],
        ['lisu', 9],
        ['told list a', 9],
      ] as const;
      for (const [key, times] of increments)
        for (let count = 0; count < times; count += 1) await counters.increment(key, 100, 1000);
      const query = { atLeast: 2, limit: 10, now: 1099 };
      const all = [
        { key: 'list a', count: 3 },
        { key: 'list b', count: 2 },
        { key: 'list é', count: 2 },
      ];
      assert.deepEqual(await counters.listUnder('list ', query), all);
      assert.deepEqual(await counters.listUnder('list ', { ...query, limit: 2 }), all.slice(0, 2));
      assert.deepEqual(await counters.listUnder('list ', { ...query, now: 1100 }), []);
      assert.deepEqual(await counters.listUnder('list x', query), []);
    });

    it('clears those that begin alike, and says how many there were', async () => {
      const { counters } = opened;
      const keys = ['clear a', 'clear b', 'clear', 'cleas', 'told clear a'];
      for (const key of keys) await counters.increment(key, 100, 1000);
      assert.equal(await counters.clearUnder('clear '), 2);
      assert.equal(await counters.clearUnder('clear '), 0);
      assert.deepEqual(await counters.read(keys, 1001), [0, 0, 1, 1, 1]);
    });

    it('counts times as large as they come', async () => {
      const { counters } = opened;
      const now = Date.UTC(2200, 0, 1);
      await counters.increment('late', 86_400_000, now);
      assert.deepEqual(await counters.read(['late'], now + 86_399_999), [1]);
    });

    it('gives each of many at once its own count', async () => {
      const counts = await atOnce(25, () => opened.counters.increment('race', 100, 1000));
      assert.deepEqual(
        counts.toSorted((a, b) => a - b),
        Array.from({ length: 25 }, (_, index) => index + 1),
      );
    });
  });
}
