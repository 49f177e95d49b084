import type { JobState } from '../accounts/index.ts';
import type { Db } from './engines/engine.ts';
import { onPendingKey } from './pending-key.ts';
import type { Scope } from './scope.ts';

/** The jobs, as those who do them see them. */
export interface JobQueue {
  /**
   * Takes jobs of these kinds that are due, those due longest first and at most so many, under a lease: until it ends,
   * nobody else is given them. A job whose lease has ended counts as due: whoever had it is gone.
   */
  claim(what: {
    readonly kinds: readonly string[];
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly ClaimedJob[]>;
  /** The next three: false, and nothing changes, when somebody else has the job by now. */
  complete(claim: Claim, now: number): Promise<boolean>;
  /** Puts a job back until `runAt`. Of it and a pending one of its kind and key, only the one added later stays. */
  retryLater(claim: Claim, runAt: number, reason: string): Promise<boolean>;
  fail(claim: Claim, now: number, reason: string): Promise<boolean>;
  /** When the next job of these kinds is due, or the next lease on one ends. */
  nextDueAt(kinds: readonly string[]): Promise<number | undefined>;
  counts(): Promise<Readonly<Record<JobState, number>>>;
  /** Removes jobs that were completed before one time or failed before the other, at most so many; says how many. */
  deleteFinished(
    before: { readonly completed: number; readonly failed: number },
    limit: number,
  ): Promise<number>;
}

/** The right to say how an attempt at a job ended. */
export interface Claim {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
}

export interface ClaimedJob extends Claim {
  readonly kind: string;
  /** JSON, as it was stored. */
  readonly payload: string;
  /** Why it was put back, by whoever did so last. */
  readonly lastReason: string | null;
  readonly createdAt: number;
}

/** The queue behind `accounts.jobs`. */
export function createJobQueue(scope: Scope): JobQueue {
  return {
    claim: (what) => scope.write((db) => claimJobs(db, scope.hasRowLocks, what)),
    complete: (claim, now) =>
      scope.write((db) => finish(db, claim, { state: 'completed', now, reason: null })),
    retryLater: (claim, runAt, reason) => scope.atomically((db) => putBack(db, claim, runAt, reason)),
    fail: (claim, now, reason) => scope.write((db) => finish(db, claim, { state: 'failed', now, reason })),
    nextDueAt: (kinds) => scope.read((db) => nextDueAt(db, kinds)),
    counts: () => scope.read(countJobs),
    deleteFinished: (before, limit) => scope.write((db) => deleteFinished(db, before, limit)),
  };
}

async function claimJobs(
  db: Db,
  hasRowLocks: boolean,
  { kinds, now, leaseMs, limit }: Parameters<JobQueue['claim']>[0],
): Promise<readonly ClaimedJob[]> {
  const rows = await db
    // As an expression of its own it is evaluated once; PostgreSQL may run a subquery in `where` again, and lock more.
    .with('due', (from) =>
      from
        .selectFrom('jobs')
        .select('id')
        .where('finished_at', 'is', null)
        .where('due_at', '<=', now)
        .where('kind', 'in', kinds)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit)
        .$if(hasRowLocks, (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('jobs')
    .set((set) => ({ state: 'processing', due_at: now + leaseMs, attempts: set('attempts', '+', 1) }))
    .where('id', 'in', (from) => from.selectFrom('due').select('id'))
    .returning(['id', 'kind', 'payload', 'reason', 'attempts', 'created_at'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    lastReason: row.reason,
    attempt: row.attempts,
    createdAt: row.created_at,
  }));
}

async function finish(
  db: Db,
  { id, attempt }: Claim,
  { state, now, reason }: { state: 'completed' | 'failed'; now: number; reason: string | null },
): Promise<boolean> {
  const finished = await db
    .updateTable('jobs')
    .set({ state, finished_at: now, reason })
    .where('id', '=', id)
    .where('state', '=', 'processing')
    .where('attempts', '=', attempt)
    .executeTakeFirst();
  return finished.numUpdatedRows === 1n;
}

/**
 * Taken out and put in again, because an insertion can deal with a pending job of the same key, and an update cannot: of
 * the two, the one that was added later stays.
 */
async function putBack(db: Db, { id, attempt }: Claim, runAt: number, reason: string): Promise<boolean> {
  const row = await db
    .deleteFrom('jobs')
    .where('id', '=', id)
    .where('state', '=', 'processing')
    .where('attempts', '=', attempt)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return false;
  const pending = { ...row, state: 'pending', due_at: runAt, reason } as const;
  await db
    .insertInto('jobs')
    .values(pending)
    .onConflict((conflict) => onPendingKey(conflict).doUpdateSet(pending).where('jobs.id', '<', pending.id))
    .execute();
  return true;
}

async function nextDueAt(db: Db, kinds: readonly string[]): Promise<number | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select('due_at')
    .where('finished_at', 'is', null)
    .where('kind', 'in', kinds)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at;
}

async function countJobs(db: Db): Promise<Readonly<Record<JobState, number>>> {
  const rows = await db
    .selectFrom('jobs')
    .select((select) => ['state', select.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return { pending: 0, processing: 0, completed: 0, failed: 0, ...counts };
}

async function deleteFinished(
  db: Db,
  before: Parameters<JobQueue['deleteFinished']>[0],
  limit: number,
): Promise<number> {
  const deleted = await db
    .deleteFrom('jobs')
    .where('id', 'in', (select) =>
      select
        .selectFrom('jobs')
        .select('id')
        .where((is) =>
          is.or([
            is.and([is('state', '=', 'completed'), is('finished_at', '<', before.completed)]),
            is.and([is('state', '=', 'failed'), is('finished_at', '<', before.failed)]),
          ]),
        )
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
