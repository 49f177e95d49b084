import { type JobKind, type JobOutcome, readJob, type StoredJob } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { callAt } from './call-at.ts';
import type { JobHandlers, JobRun } from './job-handlers.ts';
import type { ClaimedJob } from './job-queue.ts';

export interface RunJobNeeds {
  readonly handlers: JobHandlers;
  readonly clock: Clock;
  /** How long a handler may take. */
  readonly deadlineMs: number;
  /** Says that the worker stops and has waited long enough. */
  readonly halt: AbortSignal;
  /** Is told of what a handler throws: the stored reason says no more than its name. */
  readonly onError: (error: unknown, job: ClaimedJob) => void;
}

/** Makes one attempt at a job. It never throws, and ends at the deadline whether the handler heeds the signal or not. */
export async function runJob(needs: RunJobNeeds, claimed: ClaimedJob): Promise<JobOutcome> {
  const { handlers, clock, deadlineMs, halt, onError } = needs;
  const job = readJob(claimed.kind, claimed.payload);
  // Written by a newer release, which may be the one that gets it next time.
  if (job === undefined) return { again: 'this release cannot read it' };
  const { id, createdAt, attempt, lastReason } = claimed;
  const late = Promise.withResolvers<JobOutcome>();
  const deadline = new AbortController();
  const cancel = callAt(clock, clock.now() + deadlineMs, () => {
    late.resolve({ again: `it took longer than ${deadlineMs / 1000} s` });
    deadline.abort();
  });
  const run = { attempt, lastReason, signal: AbortSignal.any([deadline.signal, halt]) };
  try {
    return await Promise.race([
      handle(handlers, { ...job, id, createdAt, state: 'processing' }, run),
      late.promise,
    ]);
  } catch (error) {
    onError(error, claimed);
    // An error's message may hold anything, also what was typed.
    return { again: `unexpected: ${error instanceof Error ? error.name : typeof error}` };
  } finally {
    cancel();
  }
}

async function handle<Kind extends JobKind>(
  handlers: JobHandlers,
  job: StoredJob<Kind>,
  run: JobRun,
): Promise<JobOutcome> {
  const handler = handlers[job.kind];
  return handler === undefined ? { again: 'nobody here does it' } : handler(job, run);
}
