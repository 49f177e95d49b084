import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleJob } from '../accounts/fakes/samples.ts';
import { mostAttempts } from './backoff.ts';
import { createInMemoryJobQueue, type InMemoryJobQueue } from './fakes/in-memory-job-queue.ts';
import { quiet } from './fakes/quiet.ts';
import { heldHandler, request, setStage } from './worker-stage.contract.ts';

describe('a job', () => {
  it('that shall be done again is, after longer and longer pauses, until it has failed', async (t) => {
    const at: number[] = [];
    const { worker, clock, queue, ends, add, pass } = setStage(t, async () => {
      at.push(clock.now());
      return { again: `not now ${'!'.repeat(1000)}` };
    });
    const id = await add();
    worker.start();
    await quiet();
    while ((await queue.stateOf(id)) === 'pending') await pass(10_000);
    const pauses = at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / 1000);
    assert.deepEqual(pauses.slice(0, 4), [30, 120, 600, 3600]);
    assert.equal(at.length, mostAttempts);
    assert.equal(await queue.stateOf(id), 'failed');
    assert.deepEqual(
      ends.map(({ end }) => end),
      [...Array(mostAttempts - 1).fill('put-back'), 'failed'],
    );
    assert.equal(queue.reasonOf(id)?.length, 500);
  });

  it('hears why it is done again, and what the operator has to do is told', async (t) => {
    const reasons: (string | null)[] = [];
    const { worker, ends, add, pass } = setStage(t, async (_job, { lastReason }) => {
      reasons.push(lastReason);
      return { again: `failed after ${lastReason}`, advice: 'mend it' };
    });
    await add();
    worker.start();
    await pass(0);
    await pass(30_000);
    await pass(120_000);
    assert.deepEqual(reasons, [null, 'failed after null', 'failed after failed after null']);
    assert.deepEqual([...new Set(ends.map(({ advice }) => advice))], ['mend it']);
  });

  it('is done for the last time no later than it asks for', async (t) => {
    const at: number[] = [];
    const { worker, clock, queue, add, pass } = setStage(t, async () => {
      at.push(clock.now());
      return { again: 'not yet', until: 200_000 };
    });
    const id = await add();
    worker.start();
    await quiet();
    while ((await queue.stateOf(id)) === 'pending') await pass(1_000);
    assert.deepEqual(at, [0, 30_000, 150_000, 200_000]);
    assert.equal(await queue.stateOf(id), 'failed');
    assert.equal(queue.reasonOf(id), 'not yet');
  });

  for (const [how, outcome] of [
    ['it will never succeed', { never: 'no such mailbox' }],
    ['its time is over', { again: 'no such mailbox', until: 0 }],
  ] as const) {
    it(`is told to be given up before that is written, again if that is not heard, when ${how}`, async (t) => {
      const heard: (readonly [string | undefined, string])[] = [];
      let deaf = true;
      const { worker, queue, errors, add, pass } = setStage(t, async () => outcome, {
        onGivenUp: async (job, reason) => {
          heard.push([await queue.stateOf(job.id), reason]);
          if (deaf) throw new Error('no store');
        },
      });
      const id = await add();
      worker.start();
      await quiet();
      assert.deepEqual([heard.length, errors.length], [1, 1]);
      assert.equal(await queue.stateOf(id), 'processing');
      deaf = false;
      await pass(180_000); // its lease
      assert.deepEqual(heard, Array(2).fill(['processing', 'no such mailbox']));
      assert.equal(await queue.stateOf(id), 'failed');
    });
  }

  it('is told to be given up after its last attempt, and not before', async (t) => {
    const givenUp: string[] = [];
    const { worker, queue, ends, add, pass } = setStage(t, async () => ({ again: 'not now' }), {
      onGivenUp: async ({ id }) => void givenUp.push(`${id} after ${ends.length}`),
    });
    const id = await add();
    worker.start();
    await quiet();
    while ((await queue.stateOf(id)) === 'pending') await pass(10_000);
    assert.deepEqual(givenUp, [`${id} after ${mostAttempts - 1}`]);
  });

  it('that will never succeed has failed at once, and says why', async (t) => {
    const { worker, queue, ends, add } = setStage(t, async () => ({ never: 'no such mailbox' }));
    const id = await add();
    worker.start();
    await quiet();
    assert.equal(await queue.stateOf(id), 'failed');
    assert.equal(queue.reasonOf(id), 'no such mailbox');
    const end = { id, kind: request, attempt: 1, end: 'failed', reason: 'no such mailbox', advice: null };
    assert.deepEqual(ends, [end]);
  });

  it('whose handler throws is done again, and what was thrown is told, but not kept', async (t) => {
    const error = new TypeError('secret of ann@example.com');
    let attempts = 0;
    const { worker, queue, errors, add, pass } = setStage(t, async () => {
      attempts += 1;
      if (attempts === 1) throw error;
      return { done: true };
    });
    const id = await add();
    worker.start();
    await quiet();
    assert.deepEqual(errors, [error]);
    assert.equal(queue.reasonOf(id), 'unexpected: TypeError');
    await pass(30_000);
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('that takes too long is told so, is done again, and has nothing more to say', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, errors, add, pass } = setStage(t, handle);
    const id = await add();
    worker.start();
    await quiet();
    await pass(119_999);
    assert.equal(begun[0]?.run.signal.aborted, false);
    await pass(1);
    assert.equal(begun[0]?.run.signal.aborted, true);
    assert.equal(await queue.stateOf(id), 'pending');
    assert.equal(queue.reasonOf(id), 'it took longer than 120 s');
    begun[0]?.end({ done: true });
    await quiet();
    assert.equal(await queue.stateOf(id), 'pending');
    await pass(30_000);
    assert.equal(begun[1]?.run.attempt, 2);
    assert.deepEqual(errors, []);
  });

  it('that this release cannot read waits for one that can', async (t) => {
    const queue = createInMemoryJobQueue();
    const claim: InMemoryJobQueue['claim'] = async (what) =>
      (await queue.claim(what)).map((job) => ({ ...job, payload: '{"from":"the future"}' }));
    const { worker } = setStage(t, () => assert.fail('nobody can do it'), { queue: { ...queue, claim } });
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.start();
    await quiet();
    assert.equal(await queue.stateOf(id), 'pending');
    assert.equal(queue.reasonOf(id), 'this release cannot read it');
  });

  it('that ends the process at each attempt is not attempted for ever', async (t) => {
    const reasons: string[] = [];
    const { worker, queue, errors, add } = setStage(t, () => assert.fail('it is dangerous'), {
      onGivenUp: async (_job, reason) => void reasons.push(reason),
    });
    const id = await add();
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1)
      await queue.claim({ kinds: [request], now: 0, leaseMs: 0, limit: 1 });
    worker.start();
    await quiet();
    assert.deepEqual(errors, []);
    assert.equal(await queue.stateOf(id), 'failed');
    assert.deepEqual(reasons, ['the process that made the last attempt has ended']);
  });

  it('that somebody else has by now is theirs', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, ends, add, pass } = setStage(t, handle, { limits: { leaseMs: 1000 } });
    const id = await add();
    worker.start();
    await quiet();
    await queue.claim({ kinds: [request], now: 1000, leaseMs: 600_000, limit: 1 });
    begun[0]?.end({ done: true });
    await pass(1000);
    assert.equal(await queue.stateOf(id), 'processing');
    assert.deepEqual(ends, []);
  });
});
