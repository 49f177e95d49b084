import type { Clock } from '../../lib/clock.ts';
import { newObjectId } from '../../lib/object-id.ts';
import { readJob, writeJobPayload } from '../job-payload.ts';
import type { Jobs, NewJob, StoredJob } from '../jobs.ts';
import type { State, StateAccess } from './in-memory-state.ts';

/** The jobs of the in-memory store; they stay pending. */
export function inMemoryJobs({ read, write }: StateAccess, clock: Clock, onJobsAdded: () => void): Jobs {
  return {
    add: async (job) => {
      const added = asStored(job, clock.now());
      await write((state) => put(state, added, job.dedupeKey));
      onJobsAdded();
      return added;
    },
    find: (id) => read((state) => state.jobs.get(id)?.job),
  };
}

function asStored(job: NewJob, createdAt: number): StoredJob {
  const kept = readJob(job.kind, writeJobPayload(job));
  if (kept === undefined) throw new Error('what is written cannot be read');
  return { ...kept, id: newObjectId(createdAt), state: 'pending', createdAt };
}

function put({ jobs }: State, job: StoredJob, dedupeKey: string | undefined): void {
  for (const [id, other] of jobs) {
    if (dedupeKey !== undefined && other.dedupeKey === dedupeKey && other.job.kind === job.kind)
      jobs.delete(id);
  }
  jobs.set(job.id, { job, dedupeKey });
}
