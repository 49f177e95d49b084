import type { JobOutcome } from '../accounts/index.ts';
import type { Claim, JobQueue } from './job-queue.ts';

/** What is written down of an attempt, and told of it. */
export type End =
  | { readonly end: 'completed'; readonly reason: null }
  | { readonly end: 'failed'; readonly reason: string }
  | {
      readonly end: 'put-back';
      readonly reason: string;
      readonly advice: string | null;
      readonly runAt: number;
    };

// What a mail server says takes a line or two; a page of it helps nobody.
const longestReason = 500;

/** How an attempt ends: a job is put back only while a pause is left, and no longer than it asks for itself. */
export function endOf(outcome: JobOutcome, now: number, pauseMs: number | undefined): End {
  if ('done' in outcome) return { end: 'completed', reason: null };
  if ('never' in outcome) return { end: 'failed', reason: cut(outcome.never) };
  const { again, until = Number.POSITIVE_INFINITY, advice = null } = outcome;
  if (pauseMs === undefined || until <= now) return { end: 'failed', reason: cut(again) };
  return { end: 'put-back', reason: cut(again), advice, runAt: Math.min(now + pauseMs, until) };
}

/** False when somebody else has the job by now. */
export function writeEnd(queue: JobQueue, claim: Claim, end: End, now: number): Promise<boolean> {
  if (end.end === 'completed') return queue.complete(claim, now);
  if (end.end === 'failed') return queue.fail(claim, now, end.reason);
  return queue.retryLater(claim, end.runAt, end.reason);
}

function cut(reason: string): string {
  return reason.slice(0, longestReason);
}
