import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { sampleJob } from '../accounts/fakes/samples.ts';
import { createWorker, type JobHandlers } from '../jobs/index.ts';
import { jobQueueContract } from '../jobs/job-queue.contract.ts';
import { openStore, type Store } from './index.ts';
import { onEachEngine } from './store-fixture.contract.ts';

const kinds = ['password-change-request'];

/** Opens the store at this URL in a process of its own, which takes a job and is killed with it. */
async function claimAndDie(url: string): Promise<void> {
  const store = new URL('./index.ts', import.meta.url).href;
  const script = `const { openStore } = await import(${JSON.stringify(store)});
    const { jobQueue } = await openStore({ url: ${JSON.stringify(url)} });
    await jobQueue.claim({ kinds: ${JSON.stringify(kinds)}, now: 1000, leaseMs: 100, limit: 1 });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL');
}

describe('a job queue', () => {
  onEachEngine((newUrl) => {
    jobQueueContract('of a store', async () => {
      const store = await openStore({ url: await newUrl() });
      return {
        queue: store.jobQueue,
        add: async (job) => (await store.accounts.jobs.add(job)).id,
        stateOf: async (id) => (await store.accounts.jobs.find(id))?.state,
        close: () => store.close(),
      };
    });

    describe('beyond the contract', () => {
      const clock = createManualClock(1000);
      let url = '';
      let store: Store;
      before(async () => {
        url = await newUrl();
        store = await openStore({ url, clock });
      });
      after(() => store.close());

      const add = async (): Promise<string> => (await store.accounts.jobs.add(sampleJob())).id;

      async function take(): Promise<{ id: string; attempt: number }> {
        const [job] = await store.jobQueue.claim({ kinds, now: clock.now(), leaseMs: 100, limit: 1 });
        return job ?? assert.fail('there is nothing to take');
      }

      it('gives a job to somebody else when the process that had it was killed', async () => {
        const id = await add();
        await claimAndDie(url);
        const claim = { kinds, leaseMs: 100, limit: 1 };
        assert.deepEqual(await store.jobQueue.claim({ ...claim, now: 1099 }), []);
        const [job] = await store.jobQueue.claim({ ...claim, now: 1100 });
        assert.deepEqual([job?.id, job?.attempt], [id, 2]);
        await store.jobQueue.complete(job ?? { id, attempt: 2 }, 1100);
      });

      it('shows how far a job is', async () => {
        const added = await store.accounts.jobs.add(sampleJob());
        const seen = [(await store.accounts.jobs.find(added.id))?.state];
        const job = await take();
        seen.push((await store.accounts.jobs.find(added.id))?.state);
        await store.jobQueue.fail(job, 1000, 'in vain');
        assert.deepEqual(seen, ['pending', 'processing']);
        assert.deepEqual(await store.accounts.jobs.find(added.id), { ...added, state: 'failed' });
      });

      it('counts the jobs of each state', async () => {
        const before = await store.jobQueue.counts();
        await add();
        await store.jobQueue.complete(await take(), 1000);
        await add();
        await store.jobQueue.fail(await take(), 1000, 'in vain');
        await add();
        await take();
        await add();
        const { pending, processing, completed, failed } = await store.jobQueue.counts();
        assert.deepEqual(
          [
            pending - before.pending,
            processing - before.processing,
            completed - before.completed,
            failed - before.failed,
          ],
          [1, 1, 1, 1],
        );
      });

      it('removes finished jobs, those that failed later than the others, so many at a time', async () => {
        const { jobQueue } = store;
        const left = await jobQueue.claim({ kinds, now: 9e12, leaseMs: 0, limit: 100 });
        for (const job of left) await jobQueue.complete(job, 5000);
        await jobQueue.deleteFinished({ completed: 9e12, failed: 9e12 }, 1000);
        const finished: string[] = [];
        for (const at of [5000, 5001, 5002]) {
          for (const end of ['complete', 'fail'] as const) {
            const id = await add();
            const [job = assert.fail('it is due')] = await jobQueue.claim({
              kinds,
              now: 1000,
              leaseMs: 9e12,
              limit: 1,
            });
            assert.equal(job.id, id);
            await jobQueue[end](job, at, 'in vain');
            finished.push(id);
          }
        }
        const unfinished = await add();
        const before = { completed: 5002, failed: 5001 };
        assert.equal(await jobQueue.deleteFinished(before, 2), 2);
        assert.equal(await jobQueue.deleteFinished(before, 2), 1);
        assert.equal(await jobQueue.deleteFinished(before, 2), 0);
        const states = await Promise.all(finished.map((id) => store.accounts.jobs.find(id)));
        assert.deepEqual(
          states.map((job) => job?.state),
          [undefined, undefined, undefined, 'failed', 'completed', 'failed'],
        );
        assert.equal((await store.accounts.jobs.find(unfinished))?.state, 'pending');
      });
    });

    it('is shared by the workers of several stores: each job is done once', async () => {
      const url = await newUrl();
      const stores = await Promise.all([openStore({ url }), openStore({ url })]);
      const [first = assert.fail()] = stores;
      const done: string[] = [];
      const all = Promise.withResolvers<void>();
      const jobs = 60;
      const handlers: JobHandlers = {
        'password-change-request': async ({ id }) => {
          done.push(id);
          if (done.length === jobs) all.resolve();
          return { done: true };
        },
      };
      const clock = createManualClock(Date.now() + 3_600_000); // whatever is added here is due
      const onError = (error: unknown): void => all.reject(error);
      const workers = stores.map(({ jobQueue: queue }) =>
        createWorker({ queue, handlers, clock, onError, concurrency: 3 }),
      );
      for (const worker of workers) worker.start();
      const added: string[] = [];
      for (let made = 0; made < jobs; made += 1) {
        added.push((await first.accounts.jobs.add(sampleJob())).id);
        for (const worker of workers) worker.wake();
      }
      await all.promise;
      await Promise.all(workers.map((worker) => worker.stop()));
      assert.deepEqual(done.toSorted(), added.toSorted());
      const { completed } = await first.jobQueue.counts();
      assert.equal(completed, jobs);
      await Promise.all(stores.map((store) => store.close()));
    });
  });
});
