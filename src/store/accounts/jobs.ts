import { type Job, type Jobs, readJob, type StoredJob, writeJobPayload } from '../../accounts/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { newObjectId } from '../../lib/object-id.ts';
import type { Db } from '../engines/engine.ts';
import { onPendingKey } from '../pending-key.ts';
import type { Scope } from '../scope.ts';
import type { JobRow } from '../tables.ts';

/** The repository of jobs, as those who give them see it; who does them has `job-queue.ts`. */
export function createJobs(scope: Scope, clock: Clock): Jobs {
  return {
    add: async ({ runAt, dedupeKey, ...job }) => {
      const now = clock.now();
      const row = rowFromJob(job, { now, runAt: runAt ?? now, dedupeKey: dedupeKey ?? null });
      await scope.write((db) => insertJob(db, row));
      scope.announceJobs();
      return { ...job, ...statusOf(row) };
    },
    find: (id) => scope.read((db) => findJob(db, id)),
  };
}

function rowFromJob(
  job: Job,
  { now, runAt, dedupeKey }: { now: number; runAt: number; dedupeKey: string | null },
): JobRow {
  return {
    id: newObjectId(now),
    kind: job.kind,
    payload: writeJobPayload(job),
    dedupe_key: dedupeKey,
    state: 'pending',
    due_at: runAt,
    attempts: 0,
    reason: null,
    created_at: now,
    finished_at: null,
  };
}

/** A unique index allows one pending job of a kind and key: the new one takes its place, and is due no later. */
async function insertJob(db: Db, row: JobRow): Promise<void> {
  await db
    .insertInto('jobs')
    .values(row)
    .onConflict((conflict) =>
      onPendingKey(conflict).doUpdateSet((set) => ({
        ...row,
        due_at: set
          .case()
          .when('jobs.due_at', '<', row.due_at)
          .then(set.ref('jobs.due_at'))
          .else(set.val(row.due_at)) // not into the statement's text, which is to stay the same
          .end(),
      })),
    )
    .execute();
}

async function findJob(db: Db, id: string): Promise<StoredJob | undefined> {
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
  const job = row && readJob(row.kind, row.payload);
  return job && { ...job, ...statusOf(row) };
}

function statusOf({ id, state, created_at: createdAt }: JobRow): Omit<StoredJob, 'kind' | 'payload'> {
  return { id, state, createdAt };
}
