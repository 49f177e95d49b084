import { type JobState, type NewJob, writeJobPayload } from '../../accounts/index.ts';
import { newObjectId } from '../../lib/object-id.ts';
import type { Claim, ClaimedJob, JobQueue } from '../job-queue.ts';

/** A queue that lives as long as the test, and keeps the port's contract. */
export interface InMemoryJobQueue extends JobQueue {
  /** Adds a job as `accounts.jobs` does; due at once unless it says when. */
  add(job: NewJob): Promise<string>;
  stateOf(id: string): Promise<JobState | undefined>;
  /** Why the last attempt ended as it did. */
  reasonOf(id: string): string | null | undefined;
}

interface Entry {
  readonly job: ClaimedJob;
  readonly dedupeKey: string | undefined;
  readonly state: JobState;
  readonly dueAt: number;
  readonly reason: string | null;
}

/** Makes an empty queue. */
export function createInMemoryJobQueue(): InMemoryJobQueue {
  const entries = new Map<string, Entry>();
  const unfinished = (kinds: readonly string[]): readonly Entry[] =>
    [...entries.values()]
      .filter(({ job, state }) => kinds.includes(job.kind) && (state === 'pending' || state === 'processing'))
      .sort((a, b) => a.dueAt - b.dueAt || (a.job.id < b.job.id ? -1 : 1));
  const pendingLike = ({ job, dedupeKey }: Entry): Entry | undefined =>
    [...entries.values()].find(
      (other) =>
        dedupeKey !== undefined &&
        other.state === 'pending' &&
        other.job.kind === job.kind &&
        other.dedupeKey === dedupeKey,
    );
  const put = (entry: Entry): void => void entries.set(entry.job.id, entry);
  const ending = (claim: Claim, end: (entry: Entry) => void): boolean => {
    const entry = entries.get(claim.id);
    if (entry?.state !== 'processing' || entry.job.attempt !== claim.attempt) return false;
    end(entry);
    return true;
  };
  return {
    add: async (job) => {
      const entry = newEntry(job);
      const replaced = pendingLike(entry);
      if (replaced !== undefined) entries.delete(replaced.job.id);
      put({ ...entry, dueAt: Math.min(entry.dueAt, replaced?.dueAt ?? entry.dueAt) });
      return entry.job.id;
    },
    claim: async ({ kinds, now, leaseMs, limit }) =>
      unfinished(kinds)
        .filter(({ dueAt }) => dueAt <= now)
        .slice(0, limit)
        .map((entry) => {
          const job = { ...entry.job, attempt: entry.job.attempt + 1, lastReason: entry.reason };
          put({ ...entry, job, state: 'processing', dueAt: now + leaseMs });
          return job;
        }),
    complete: async (claim) => ending(claim, (entry) => put({ ...entry, state: 'completed', reason: null })),
    fail: async (claim, _now, reason) => ending(claim, (entry) => put({ ...entry, state: 'failed', reason })),
    retryLater: async (claim, runAt, reason) =>
      ending(claim, (entry) => {
        const other = pendingLike(entry);
        const isLater = other === undefined || other.job.id < claim.id;
        entries.delete((isLater ? other?.job.id : claim.id) ?? '');
        if (isLater) put({ ...entry, state: 'pending', dueAt: runAt, reason });
      }),
    nextDueAt: async (kinds) => unfinished(kinds)[0]?.dueAt,
    stateOf: async (id) => entries.get(id)?.state,
    reasonOf: (id) => entries.get(id)?.reason,
  };
}

function newEntry(job: NewJob): Entry {
  const { kind, dedupeKey, runAt = 0 } = job;
  const id = newObjectId();
  const claimed = { id, kind, payload: writeJobPayload(job), lastReason: null, attempt: 0, createdAt: runAt };
  return { job: claimed, dedupeKey, state: 'pending', dueAt: runAt, reason: null };
}
