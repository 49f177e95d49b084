import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { sampleJob } from '../accounts/fakes/samples.ts';
import { openStore } from './index.ts';

test('what differs between two calls stands in parameters: the texts of their statements are the same', async (t) => {
  const texts = new Set<string>();
  const clock = createManualClock();
  const store = await openStore({
    url: 'sqlite::memory:',
    clock,
    aroundStatement: (_kind, text, run) => {
      texts.add(text);
      return run();
    },
  });
  t.after(() => store.close());
  const work = async (): Promise<void> => {
    await store.counters.increment('key', clock.now() / 2, clock.now());
    await store.accounts.jobs.add(sampleJob({ dedupeKey: 'same' }));
  };
  await work();
  const before = new Set(texts);
  clock.advance(1_000);
  await work();
  assert.deepEqual(
    [...texts].filter((text) => !before.has(text)),
    [],
  );
});
