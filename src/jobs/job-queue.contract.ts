import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sampleJob } from '../accounts/fakes/samples.ts';
import type { JobState, NewJob } from '../accounts/index.ts';
import type { ClaimedJob, JobQueue } from './job-queue.ts';

/** What the contract needs of an implementation. */
export interface JobQueueFixture {
  readonly queue: JobQueue;
  /** Adds a job as `accounts.jobs` does, and says under which id. */
  add(job: NewJob): Promise<string>;
  stateOf(id: string): Promise<JobState | undefined>;
  close(): Promise<void>;
}

const request = 'password-change-request';
const letter: NewJob = {
  kind: 'send-letter',
  payload: {
    letter: { kind: 'password-change', ticketId: 't' },
    languages: [],
    userId: null,
    connectionId: 'con_1',
  },
};
const leaseMs = 100;
const farFuture = 9_000_000_000_000;

type Opened = () => JobQueueFixture;

/** All that a `JobQueue` promises. Every implementation runs it. */
export function jobQueueContract(name: string, open: () => Promise<JobQueueFixture>): void {
  describe(`JobQueue: ${name}`, () => {
    let opened: JobQueueFixture | undefined;
    before(async () => {
      opened = await open();
    });
    after(() => opened?.close());
    const fixture: Opened = () => {
      if (opened === undefined) throw new Error('the queue opens when the tests begin');
      return opened;
    };
    // The tests share a queue: nothing of the one before may be left to be claimed.
    beforeEach(async () => {
      for (const job of await claim(fixture(), { now: farFuture, limit: 1000 }))
        await fixture().queue.complete(job, farFuture);
    });

    claiming(fixture);
    ending(fixture);
    knowingWhatIsNext(fixture);
    sharing(fixture);
  });
}

function claim(
  { queue }: JobQueueFixture,
  what: { now: number; limit?: number; kinds?: readonly string[] },
): Promise<readonly ClaimedJob[]> {
  return queue.claim({ kinds: [request, 'send-letter'], limit: 10, leaseMs, ...what });
}

async function claimOne(fixture: JobQueueFixture, now: number): Promise<ClaimedJob> {
  const [job] = await claim(fixture, { now, limit: 1 });
  if (job === undefined) throw new Error('there is nothing to claim');
  return job;
}

function idsOf(jobs: readonly ClaimedJob[]): readonly string[] {
  return jobs.map(({ id }) => id).toSorted();
}

function claiming(fixture: Opened): void {
  it('gives out a job as it was added, and marks it as being done', async () => {
    const job = sampleJob({ runAt: 1000, languages: ['pt-BR'] });
    const id = await fixture().add(job);
    assert.equal(await fixture().stateOf(id), 'pending');
    const claimed = await claimOne(fixture(), 1000);
    assert.deepEqual(
      [claimed.id, claimed.kind, claimed.attempt, claimed.lastReason],
      [id, job.kind, 1, null],
    );
    assert.deepEqual(JSON.parse(claimed.payload), job.payload);
    assert.equal(await fixture().stateOf(id), 'processing');
  });

  it('gives out what is due, no sooner', async () => {
    const due = await fixture().add(sampleJob({ runAt: 1000 }));
    await fixture().add(sampleJob({ runAt: 1001 }));
    assert.deepEqual(await claim(fixture(), { now: 999 }), []);
    assert.deepEqual(idsOf(await claim(fixture(), { now: 1000 })), [due]);
  });

  it('gives out what has been due longest first, so many at a time', async () => {
    const [third, first, second] = [
      await fixture().add(sampleJob({ runAt: 30 })),
      await fixture().add(sampleJob({ runAt: 10 })),
      await fixture().add(sampleJob({ runAt: 20 })),
    ];
    assert.equal((await claimOne(fixture(), 50)).id, first);
    assert.deepEqual(idsOf(await claim(fixture(), { now: 50, limit: 1 })), [second]);
    assert.deepEqual(idsOf(await claim(fixture(), { now: 50, limit: 5 })), [third]);
  });

  it('gives out, of those due since the same instant, the one that was added first', async () => {
    const ids = [
      await fixture().add(sampleJob({ runAt: 10 })),
      await fixture().add(sampleJob({ runAt: 10 })),
      await fixture().add(sampleJob({ runAt: 10 })),
    ];
    for (const id of ids) assert.equal((await claimOne(fixture(), 10)).id, id);
  });

  it('gives out the kinds that are asked for', async () => {
    await fixture().add(sampleJob({ runAt: 10 }));
    const id = await fixture().add({ ...letter, runAt: 20 });
    assert.deepEqual(idsOf(await claim(fixture(), { now: 50, kinds: ['send-letter'] })), [id]);
    assert.deepEqual(await claim(fixture(), { now: 50, kinds: ['send-letter'] }), []);
  });

  it('gives out a job again when its lease has ended: whoever had it is gone', async () => {
    const id = await fixture().add(sampleJob({ runAt: 1000 }));
    await claimOne(fixture(), 1000);
    assert.deepEqual(await claim(fixture(), { now: 1000 + leaseMs - 1 }), []);
    const again = await claimOne(fixture(), 1000 + leaseMs);
    assert.deepEqual([again.id, again.attempt], [id, 2]);
  });
}

function ending(fixture: Opened): void {
  async function claimed(given: Parameters<typeof sampleJob>[0] = {}): Promise<ClaimedJob> {
    await fixture().add(sampleJob({ runAt: 1000, ...given }));
    return claimOne(fixture(), 1000);
  }

  it('is done with a job that is completed, and with one that has failed', async () => {
    const [good, bad] = [await claimed(), await claimed()];
    assert.equal(await fixture().queue.complete(good, 1010), true);
    assert.equal(await fixture().queue.fail(bad, 1010, 'in vain'), true);
    assert.equal(await fixture().stateOf(good.id), 'completed');
    assert.equal(await fixture().stateOf(bad.id), 'failed');
    assert.deepEqual(await claim(fixture(), { now: farFuture }), []);
  });

  it('gives out a job that was put back when its time has come, with the reason', async () => {
    const job = await claimed();
    assert.equal(await fixture().queue.retryLater(job, 5000, 'not now'), true);
    assert.equal(await fixture().stateOf(job.id), 'pending');
    assert.deepEqual(await claim(fixture(), { now: 4999 }), []);
    assert.deepEqual(await claimOne(fixture(), 5000), { ...job, attempt: 2, lastReason: 'not now' });
  });

  it('is told once how an attempt ended', async () => {
    const { queue } = fixture();
    const job = await claimed();
    await queue.complete(job, 1010);
    assert.equal(await queue.complete(job, 1020), false);
    assert.equal(await queue.fail(job, 1020, 'late'), false);
    assert.equal(await queue.retryLater(job, 1020, 'late'), false);
    assert.equal(await queue.complete({ id: 'nothing', attempt: 1 }, 1020), false);
    assert.equal(await fixture().stateOf(job.id), 'completed');
  });

  it('does not hear of whoever kept a job longer than its lease', async () => {
    const { queue } = fixture();
    const first = await claimed();
    const second = await claimOne(fixture(), 1000 + leaseMs);
    assert.equal(await queue.complete(first, 1200), false);
    assert.equal(await queue.fail(first, 1200, 'late'), false);
    assert.equal(await queue.retryLater(first, 1200, 'late'), false);
    assert.equal(await fixture().stateOf(first.id), 'processing');
    assert.equal(await queue.complete(second, 1200), true);
  });

  it('hears of an attempt whose lease has ended while nobody else has the job', async () => {
    const job = await claimed();
    assert.equal(await fixture().queue.complete(job, 1000 + leaseMs + 1), true);
  });

  it('lets a job with the key of one that is being done wait beside it', async () => {
    const first = await claimed({ dedupeKey: 'beside' });
    const second = await fixture().add(sampleJob({ runAt: 1000, dedupeKey: 'beside' }));
    assert.equal(await fixture().queue.complete(first, 1010), true);
    assert.equal((await claimOne(fixture(), 1000)).id, second);
  });

  it('puts no job back when a newer one of its key is pending', async () => {
    const first = await claimed({ dedupeKey: 'newer' });
    const second = await fixture().add(sampleJob({ runAt: 1000, dedupeKey: 'newer' }));
    assert.equal(await fixture().queue.retryLater(first, 1000, 'not now'), true);
    assert.equal(await fixture().stateOf(first.id), undefined);
    assert.deepEqual(idsOf(await claim(fixture(), { now: 1000 })), [second]);
  });

  it('keeps, of two of a key that are put back, the one that was added later', async () => {
    const { queue } = fixture();
    for (const order of ['first, then second', 'second, then first']) {
      const first = await claimed({ dedupeKey: order });
      const second = await claimed({ dedupeKey: order });
      const both = order.startsWith('first') ? [first, second] : [second, first];
      for (const job of both) assert.equal(await queue.retryLater(job, 1000, 'not now'), true);
      assert.equal(await fixture().stateOf(first.id), undefined);
      assert.deepEqual(await claim(fixture(), { now: 1000 }), [
        { ...second, attempt: 2, lastReason: 'not now' },
      ]);
    }
  });

  it('gives one that replaces another a beginning of its own, and the earlier of the two times', async () => {
    const first = await claimed({ dedupeKey: 'earlier' });
    await fixture().queue.retryLater(first, 5000, 'not now');
    const second = await fixture().add(sampleJob({ runAt: 6000, dedupeKey: 'earlier' }));
    const [job] = await claim(fixture(), { now: 5000 });
    assert.deepEqual([job?.id, job?.attempt], [second, 1]);
    await fixture().queue.retryLater(job ?? first, 9000, 'not now');
    const third = await fixture().add(sampleJob({ runAt: 7000, dedupeKey: 'earlier' }));
    assert.deepEqual(idsOf(await claim(fixture(), { now: 7000 })), [third]);
  });
}

function knowingWhatIsNext(fixture: Opened): void {
  it('knows when the next job is due, or the next lease ends', async () => {
    const next = (): Promise<number | undefined> => fixture().queue.nextDueAt([request, 'send-letter']);
    assert.equal(await next(), undefined);
    await fixture().add(sampleJob({ runAt: 3000 }));
    assert.equal(await next(), 3000);
    await fixture().add({ ...letter, runAt: 1000 });
    assert.equal(await next(), 1000);
    const job = await claimOne(fixture(), 1000);
    assert.equal(await next(), 1000 + leaseMs);
    await fixture().queue.retryLater(job, 2000, 'not now');
    assert.equal(await next(), 2000);
    assert.equal(await fixture().queue.nextDueAt([request]), 3000);
    await fixture().queue.fail(await claimOne(fixture(), 2000), 2000, 'in vain');
    assert.equal(await next(), 3000);
    await fixture().queue.complete(await claimOne(fixture(), 3000), 3000);
    assert.equal(await next(), undefined);
  });
}

function sharing(fixture: Opened): void {
  it('gives each job to one of many who ask at once', async () => {
    const added: string[] = [];
    for (let made = 0; made < 40; made += 1) added.push(await fixture().add(sampleJob({ runAt: made })));
    const claimed: ClaimedJob[] = [];
    // Whoever asks while others have jobs in hand may get fewer than there are: ask until nothing is left.
    for (let round = 0; round < 10 && claimed.length < added.length; round += 1) {
      const rounds = await Promise.all(
        Array.from({ length: 25 }, () => claim(fixture(), { now: 50, limit: 3 })),
      );
      claimed.push(...rounds.flat());
    }
    assert.deepEqual(idsOf(claimed), added.toSorted());
  });

  it('loses none of the jobs that are added with one key while others are taken', async () => {
    const taken: ClaimedJob[] = [];
    const last = { email: '' };
    const adding = async (): Promise<void> => {
      for (let made = 0; made < 30; made += 1) {
        last.email = `${made}@example.com`;
        await fixture().add(sampleJob({ runAt: 10, dedupeKey: 'race', email: last.email }));
      }
    };
    const taking = async (): Promise<void> => {
      for (let asked = 0; asked < 30; asked += 1) {
        for (const job of await claim(fixture(), { now: 10, limit: 2 })) {
          taken.push(job);
          await fixture().queue.retryLater(job, 10, 'once more');
        }
      }
    };
    await Promise.all([adding(), taking(), taking()]);
    const left = await claim(fixture(), { now: 10 });
    assert.deepEqual(
      left.map(({ payload }) => JSON.parse(payload).email),
      [last.email],
    );
    assert.ok(taken.length > 0);
  });
}
