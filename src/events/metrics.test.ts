import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

test('a gauge is read when the metrics are', async () => {
  const metrics = createMetrics();
  let waiting = 2;
  metrics.gauge('waiting', 'Who waits', () => waiting);
  assert.match(await metrics.text(), /^waiting 2$/m);
  waiting = 3;
  assert.match(await metrics.text(), /^waiting 3$/m);
});

test('gauges have a value for each label; what has gone is not told any more', async () => {
  const metrics = createMetrics();
  let jobs: Record<string, number> = { pending: 2, failed: 1 };
  metrics.gauges('jobs', 'Jobs', 'state', async () => jobs);
  assert.match(await metrics.text(), /^jobs\{state="pending"\} 2\njobs\{state="failed"\} 1$/m);
  jobs = { pending: 0 };
  const text = await metrics.text();
  assert.match(text, /^jobs\{state="pending"\} 0$/m);
  assert.doesNotMatch(text, /failed/);
});

test('gauges that cannot be read are left out, and the other metrics stay', async () => {
  const metrics = createMetrics();
  metrics.gauge('waiting', 'Who waits', () => 1);
  metrics.gauges('jobs', 'Jobs', 'state', () => Promise.reject(new Error('no store')));
  const text = await metrics.text();
  assert.match(text, /^waiting 1$/m);
  assert.doesNotMatch(text, /^jobs\{/m);
});
