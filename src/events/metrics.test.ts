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

test('legacy user stores have their state and load by connection', async () => {
  const metrics = createMetrics();
  metrics.legacy(() => ({
    shop: { state: 'open', inFlight: 3, waiting: 0 },
    forum: { state: 'closed', inFlight: 0, waiting: 7 },
  }));
  const text = await metrics.text();
  for (const line of [
    'segue_legacy_state{connection="shop"} 2',
    'segue_legacy_state{connection="forum"} 0',
    'segue_legacy_in_flight{connection="shop"} 3',
    'segue_legacy_waiting{connection="forum"} 7',
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
});

test('attempts at jobs are counted by how they ended', async () => {
  const metrics = createMetrics();
  metrics.countAttempt('send-letter', 'put-back');
  metrics.countAttempt('send-letter', 'put-back');
  metrics.countAttempt('send-letter', 'completed');
  const text = await metrics.text();
  assert.match(text, /^segue_job_attempts_total\{kind="send-letter",end="put-back"\} 2$/m);
  assert.match(text, /^segue_job_attempts_total\{kind="send-letter",end="completed"\} 1$/m);
});

test('a legacy system that was not asked took no time', async () => {
  const metrics = createMetrics();
  const about = { source: { ip: null, userAgent: null }, clientId: null, userId: null, identifier: null };
  const connection = { connectionId: 'con_shop', connectionName: 'shop' };
  const event = {
    ...about,
    ...connection,
    id: '1',
    at: 0,
    kind: 'legacy-unavailable',
    reason: 'open',
  } as const;
  metrics.count({ ...event, legacy: { scriptVersion: 'v1', durationMs: 0 } });
  assert.doesNotMatch(await metrics.text(), /^segue_legacy_call_seconds_count\{/m);
  metrics.count({ ...event, legacy: { scriptVersion: 'v1', durationMs: 12 } });
  const text = await metrics.text();
  assert.match(text, /^segue_legacy_call_seconds_count\{connection="shop"\} 1$/m);
  assert.match(text, /^segue_events_total\{kind="legacy-unavailable",connection="shop"\} 2$/m);
});
