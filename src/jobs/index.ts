/**
 * The jobs: work that `accounts/` puts off (`jobs.ts` there) is done here, again until it succeeds or is given up. What
 * there is to do is kept by `store/`, which fulfils `JobQueue`; how it is done `app.ts` hands in, as functions of
 * `accounts/`. Several workers, also of several processes, may share a queue. Knows nothing of SQL, mail or legacy
 * systems.
 */
export { createWorker, type Worker, type WorkerOptions } from './create-worker.ts';
export { createFailureReport, type FailureReport, type Failures } from './failure-report.ts';
export type { AttemptEnd, JobHandlers, JobRun } from './job-handlers.ts';
export type { JobQueue } from './job-queue.ts';
