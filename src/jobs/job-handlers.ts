import type { JobKind, JobOutcome, JobSoFar, StoredJob } from '../accounts/index.ts';
import type { Claim } from './job-queue.ts';

/** What a worker does with each kind of job that it takes; it leaves the other kinds alone. */
export type JobHandlers = { readonly [Kind in JobKind]?: JobHandler<Kind> };

/**
 * Does a job, once or more than once: a process that ends before it could say "done" leaves the job to the next. What it
 * throws counts as "again".
 */
export type JobHandler<Kind extends JobKind> = (job: StoredJob<Kind>, run: JobRun) => Promise<JobOutcome>;

/** One attempt at a job. */
export interface JobRun extends JobSoFar {
  /** 1 for the first. */
  readonly attempt: number;
  /** Says when nobody waits for the outcome any more: the deadline has come, or the worker stops. */
  readonly signal: AbortSignal;
}

/** How an attempt ended, for the log and the counters. */
export interface AttemptEnd extends Claim {
  readonly kind: string;
  readonly end: 'completed' | 'put-back' | 'failed';
  readonly reason: string | null;
  /** What the operator has to do about a job that was put back, if anything. */
  readonly advice: string | null;
}

/** The kinds that there are handlers for. */
export function handledKinds(handlers: JobHandlers): readonly string[] {
  return Object.entries(handlers).flatMap(([kind, handler]) => (handler === undefined ? [] : [kind]));
}
