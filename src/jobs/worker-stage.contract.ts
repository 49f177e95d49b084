import type { TestContext } from 'node:test';
import { createManualClock, type ManualClock } from '../accounts/fakes/manual-clock.ts';
import { sampleJob } from '../accounts/fakes/samples.ts';
import type { JobOutcome, StoredJob } from '../accounts/index.ts';
import { createWorker, type Worker, type WorkerOptions } from './create-worker.ts';
import { createInMemoryJobQueue, type InMemoryJobQueue } from './fakes/in-memory-job-queue.ts';
import { quiet } from './fakes/quiet.ts';
import type { AttemptEnd, JobRun } from './job-handlers.ts';

export const request = 'password-change-request';
type Request = StoredJob<typeof request>;

export interface Stage {
  readonly clock: ManualClock;
  readonly queue: InMemoryJobQueue;
  readonly worker: Worker;
  readonly errors: readonly unknown[];
  readonly ends: readonly AttemptEnd[];
  /** Adds a request that is due now unless it says when. */
  add(given?: Parameters<typeof sampleJob>[0]): Promise<string>;
  /** Moves time forward, and lets happen what comes of it. */
  pass(ms: number): Promise<void>;
}

/** A worker that has not been started, on a queue and a clock of its own. */
export function setStage(
  t: TestContext,
  handle: (job: Request, run: JobRun) => Promise<JobOutcome>,
  options: Partial<WorkerOptions> = {},
): Stage {
  const clock = createManualClock(0);
  const queue = createInMemoryJobQueue();
  const errors: unknown[] = [];
  const ends: AttemptEnd[] = [];
  const worker = createWorker({
    queue,
    handlers: { [request]: handle },
    clock,
    onError: (error) => errors.push(error),
    onAttemptEnd: (end) => ends.push(end),
    chance: () => 0.5,
    ...options,
  });
  t.after(async () => {
    const stopped = worker.stop();
    clock.advance(60_000);
    await stopped;
  });
  return {
    clock,
    queue,
    worker,
    errors,
    ends,
    add: (given) => queue.add(sampleJob({ runAt: clock.now(), ...given })),
    pass: async (ms) => {
      clock.advance(ms);
      await quiet();
    },
  };
}

/** A handler that does one job after the other, each when it is told how it ends. */
export function heldHandler(): {
  handle(job: Request, run: JobRun): Promise<JobOutcome>;
  readonly begun: { readonly job: Request; readonly run: JobRun; end(outcome: JobOutcome): void }[];
} {
  const begun: ReturnType<typeof heldHandler>['begun'] = [];
  return {
    begun,
    handle: (job, run) => {
      const { promise, resolve } = Promise.withResolvers<JobOutcome>();
      begun.push({ job, run, end: resolve });
      return promise;
    },
  };
}

/** A handler for jobs that succeed at once. */
export async function succeed(): Promise<JobOutcome> {
  return { done: true };
}
