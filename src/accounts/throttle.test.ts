import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInMemoryAttemptCounters } from './fakes/in-memory-attempt-counters.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createThrottle, type Place, type Throttle } from './throttle.ts';

interface Asked {
  readonly who: string;
  readonly from: string | null;
}

const windowMs = 1_000;

function setUp() {
  const clock = createManualClock();
  const needs = { counters: createInMemoryAttemptCounters(), clock, key: Buffer.alloc(32) };
  const named = (name: string): Throttle<Asked> =>
    createThrottle<Asked>(needs, {
      name,
      windowMs,
      limits: [
        { name: 'address', most: 4, counts: ({ from }) => (from === null ? null : [from]) },
        { name: 'identifier', most: 2, counts: ({ who }) => [who] },
      ],
    });
  return { clock, named, throttle: named('a') };
}

const refused = (limit: 'address' | 'identifier', isNews: boolean) =>
  ({ admitted: false, limit, retryAfterSeconds: 1, isNews }) as const;

async function place(throttle: Throttle<Asked>, asked: Asked): Promise<Place> {
  const taken = await throttle.take(asked);
  if (!taken.admitted) assert.fail(`no place under the limit by ${taken.limit}`);
  return taken;
}

test('each limit counts for itself, within a window, and being turned away is news once in it', async () => {
  const { throttle, clock } = setUp();
  for (let round = 0; round < 2; round += 1) {
    for (let i = 0; i < 2; i += 1) await place(throttle, { who: 'a', from: '1' });
    assert.deepEqual(await throttle.take({ who: 'a', from: '2' }), refused('identifier', true));
    assert.deepEqual(await throttle.take({ who: 'a', from: '1' }), refused('identifier', false));
    for (const who of ['b', 'c']) await place(throttle, { who, from: '1' });
    assert.deepEqual(await throttle.take({ who: 'd', from: '1' }), refused('address', true));
    await place(throttle, { who: 'd', from: '2' });
    clock.advance(windowMs);
  }
});

test('what has nothing to be counted by is not counted', async () => {
  const { throttle } = setUp();
  for (let i = 0; i < 9; i += 1) await place(throttle, { who: `${i}`, from: null });
});

test('two throttles of different names do not share what they count', async () => {
  const { throttle, named } = setUp();
  for (let i = 0; i < 2; i += 1) await place(throttle, { who: 'a', from: null });
  await place(named('b'), { who: 'a', from: null });
});

test('a place that is given back is there again, under one limit or under both', async () => {
  const { throttle } = setUp();
  for (let i = 0; i < 9; i += 1) await (await place(throttle, { who: 'a', from: '1' })).giveBack();
  for (let i = 0; i < 4; i += 1)
    await (await place(throttle, { who: 'a', from: '1' })).giveBack('identifier');
  assert.deepEqual(await throttle.take({ who: 'a', from: '1' }), refused('address', true));
  for (let i = 0; i < 2; i += 1) await (await place(throttle, { who: 'a', from: '2' })).giveBack('address');
  assert.deepEqual(await throttle.take({ who: 'a', from: '2' }), refused('identifier', true));
});

test('who is turned away has taken nothing', async () => {
  const { throttle } = setUp();
  const places = [
    await place(throttle, { who: 'a', from: '1' }),
    await place(throttle, { who: 'a', from: '1' }),
  ];
  for (let i = 0; i < 9; i += 1) await throttle.take({ who: 'a', from: '1' });
  for (const each of places) await each.giveBack();
  for (const who of ['a', 'a', 'b', 'c']) await place(throttle, { who, from: '1' });
});

test('who loses a race for a place has taken nothing either', async () => {
  const { throttle } = setUp();
  const taken = await Promise.all(Array.from({ length: 20 }, () => throttle.take({ who: 'a', from: '1' })));
  assert.equal(taken.filter(({ admitted }) => admitted).length, 2);
  for (const who of ['b', 'c']) await place(throttle, { who, from: '1' });
});

test('of many at the same time no more get a place than there are', async () => {
  const { throttle } = setUp();
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, i) => throttle.take({ who: `${i % 10}`, from: '1' })),
  );
  assert.equal(taken.filter(({ admitted }) => admitted).length, 4);
  assert.equal(taken.filter((each) => !each.admitted && each.isNews).length, 1);
});
