import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleJob } from '../accounts/fakes/samples.ts';
import type { NewJob } from '../accounts/index.ts';
import { createInMemoryJobQueue, type InMemoryJobQueue } from './fakes/in-memory-job-queue.ts';
import { quiet } from './fakes/quiet.ts';
import { heldHandler, request, setStage, succeed } from './worker-stage.contract.ts';

describe('a worker takes jobs', () => {
  it('that are there when it starts, and hands over all that was written of them', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, clock, add } = setStage(t, handle);
    await add({ email: 'ann@example.com' });
    await quiet();
    worker.wake();
    await quiet();
    assert.equal(begun.length, 0);
    worker.start();
    await quiet();
    const [{ job, run, end } = assert.fail('nothing has begun')] = begun;
    assert.deepEqual([job.kind, job.payload.email, job.state], [request, 'ann@example.com', 'processing']);
    assert.deepEqual([job.createdAt, run.attempt, run.signal.aborted], [clock.now(), 1, false]);
    end({ done: true });
    await quiet();
    assert.equal(await queue.stateOf(job.id), 'completed');
  });

  it('that are added later, when it is woken', async (t) => {
    const { worker, queue, add } = setStage(t, succeed);
    worker.start();
    await quiet();
    const id = await add();
    worker.wake();
    await quiet();
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('when their time has come, without being woken', async (t) => {
    const { worker, queue, add, pass } = setStage(t, succeed);
    const id = await add({ runAt: 600_000 });
    worker.start();
    await pass(599_999);
    assert.equal(await queue.stateOf(id), 'pending');
    await pass(1);
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('that another process has added and not taken, within a minute', async (t) => {
    const { worker, queue, add, pass } = setStage(t, succeed);
    await add({ runAt: 600_000 });
    worker.start();
    await quiet();
    const id = await add();
    await pass(59_999);
    assert.equal(await queue.stateOf(id), 'pending');
    await pass(1);
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('of the kinds that it has handlers for', async (t) => {
    const { worker, queue, add } = setStage(t, succeed);
    const letter: NewJob = {
      kind: 'send-letter',
      payload: {
        letter: { kind: 'password-changed', to: 'ann@example.com', at: 5 },
        languages: [],
        userId: null,
        connectionId: 'con_1',
      },
    };
    const [mine, other] = [await add(), await queue.add({ ...letter, runAt: 0 })];
    worker.start();
    await quiet();
    assert.equal(await queue.stateOf(mine), 'completed');
    assert.equal(await queue.stateOf(other), 'pending');
  });

  it('some at once, and the next as soon as one has ended', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, add } = setStage(t, handle, { concurrency: 2 });
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) ids.push(await add());
    worker.start();
    const order: string[] = [];
    for (const atOnce of [2, 2, 2, 2, 1]) {
      await quiet();
      assert.equal(begun.length, atOnce);
      const next = begun.shift();
      order.push(next?.job.id ?? '');
      next?.end({ done: true });
    }
    assert.deepEqual(order, ids);
  });

  it('that were added while it was looking', async (t) => {
    const queue = createInMemoryJobQueue();
    const goOn = Promise.withResolvers<void>();
    const claim: InMemoryJobQueue['claim'] = async (what) => {
      const claimed = await queue.claim(what);
      await goOn.promise;
      return claimed;
    };
    const { worker } = setStage(t, succeed, { queue: { ...queue, claim } });
    worker.start();
    await quiet();
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.wake();
    goOn.resolve();
    await quiet();
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('whose lease has ended, because whoever had them is gone', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, add, pass } = setStage(t, handle);
    const id = await add();
    await queue.claim({ kinds: [request], now: 0, leaseMs: 180_000, limit: 1 });
    worker.start();
    await pass(179_999);
    assert.equal(begun.length, 0);
    await pass(1);
    assert.deepEqual([begun[0]?.job.id, begun[0]?.run.attempt], [id, 2]);
  });
});

describe('a worker', () => {
  it('that stops takes no more, and waits for what is under way', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, add, pass } = setStage(t, handle);
    const [first] = [await add(), await add({ runAt: 1000 })];
    worker.start();
    await quiet();
    let stopped = false;
    const stopping = worker.stop().then(() => {
      stopped = true;
    });
    worker.wake();
    await pass(3000);
    assert.deepEqual([begun.length, stopped, begun[0]?.run.signal.aborted], [1, false, false]);
    begun[0]?.end({ done: true });
    await stopping;
    assert.equal(await queue.stateOf(first), 'completed');
    worker.start();
    await pass(60_000);
    assert.equal(begun.length, 1);
  });

  it('that stops does not wait for ever: the handler is told, and the lease outlives the process', async (t) => {
    const { handle, begun } = heldHandler();
    const { worker, queue, add, pass } = setStage(t, handle);
    const id = await add();
    worker.start();
    await quiet();
    const stopping = worker.stop();
    await pass(4000);
    await stopping;
    assert.equal(begun[0]?.run.signal.aborted, true);
    assert.equal(await queue.stateOf(id), 'processing');
  });

  it('that stops while it looks does what it was given', async (t) => {
    const queue = createInMemoryJobQueue();
    const goOn = Promise.withResolvers<void>();
    const claim: InMemoryJobQueue['claim'] = async (what) => {
      await goOn.promise;
      return queue.claim(what);
    };
    const { worker } = setStage(t, succeed, { queue: { ...queue, claim } });
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.start();
    const stopping = worker.stop();
    goOn.resolve();
    await stopping;
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('that never started stops', async (t) => {
    const { worker, add } = setStage(t, () => assert.fail('it never started'));
    await add();
    await Promise.all([worker.stop(), worker.stop()]);
  });

  it('tells of a queue that does not answer, and asks again after a while', async (t) => {
    const queue = createInMemoryJobQueue();
    let broken = true;
    let asked = 0;
    const claim: InMemoryJobQueue['claim'] = async (what) => {
      asked += 1;
      if (broken) throw new Error('the database is away');
      return queue.claim(what);
    };
    const { worker, errors, pass } = setStage(t, succeed, { queue: { ...queue, claim } });
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.start();
    await quiet();
    await pass(999);
    assert.deepEqual([asked, errors.length], [1, 1]);
    broken = false;
    await pass(1);
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('asks again after a while for what is due and held by somebody', async (t) => {
    const queue = createInMemoryJobQueue();
    let held = true;
    let asked = 0;
    const claim: InMemoryJobQueue['claim'] = async (what) => {
      asked += 1;
      return held ? [] : queue.claim(what);
    };
    const { worker, pass } = setStage(t, succeed, { queue: { ...queue, claim } });
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.start();
    await quiet();
    await pass(999);
    assert.equal(asked, 1);
    held = false;
    await pass(1);
    assert.equal(await queue.stateOf(id), 'completed');
  });

  it('lives on when the end of a job cannot be written down', async (t) => {
    const queue = createInMemoryJobQueue();
    let broken = true;
    const complete: InMemoryJobQueue['complete'] = async (claim, now) => {
      if (broken) throw new Error('the database is away');
      return queue.complete(claim, now);
    };
    const { worker, errors, pass } = setStage(t, succeed, { queue: { ...queue, complete } });
    const id = await queue.add(sampleJob({ runAt: 0 }));
    worker.start();
    await quiet();
    assert.equal(errors.length, 1);
    broken = false;
    await pass(180_000);
    assert.equal(await queue.stateOf(id), 'completed');
  });
});
