import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { createRateLimit } from './rate-limit.ts';

const perSecond = 10;

test('two seconds of requests at once, then as many as come back', () => {
  const clock = createManualClock();
  const limit = createRateLimit({ perSecond, clock });
  for (let left = 19; left >= 0; left -= 1) {
    assert.partialDeepStrictEqual(limit.take('a'), { admitted: true, limit: 20, remaining: left });
  }
  assert.partialDeepStrictEqual(limit.take('a'), { admitted: false, remaining: 0, retryAfterSeconds: 1 });
  assert.equal(limit.take('b').admitted, true, 'somebody else has a bucket of their own');
  clock.advance(100);
  assert.equal(limit.take('a').admitted, true);
  assert.equal(limit.take('a').admitted, false);
});

test('tells when it is full again, and of the first refusal in a minute only', () => {
  const clock = createManualClock();
  const limit = createRateLimit({ perSecond, clock });
  const startSeconds = clock.now() / 1000;
  for (let count = 0; count < 20; count += 1) limit.take('a');
  const refused = limit.take('a');
  assert.deepEqual([refused.isNews, refused.resetAt], [true, Math.ceil(startSeconds + 2)]);
  assert.equal(limit.take('a').isNews, false);
  clock.advance(60_000);
  for (let count = 0; count < 20; count += 1) limit.take('a');
  assert.equal(limit.take('a').isNews, true);
});

test('never admits more than the burst and the rate together, however they come', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 });
  fc.assert(
    fc.property(waits, (all) => {
      const clock = createManualClock();
      const limit = createRateLimit({ perSecond, clock });
      let admitted = 0;
      let passedMs = 0;
      for (const wait of all) {
        clock.advance(wait);
        passedMs += wait;
        if (limit.take('a').admitted) admitted += 1;
      }
      assert.ok(admitted <= 20 + (passedMs / 1000) * perSecond + 1e-6);
    }),
  );
});
