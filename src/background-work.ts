import {
  answerPasswordChangeRequest,
  checkLocalUsers,
  recordGivenUp,
  type StoredJob,
  sendLetterWithinLimits,
} from './accounts/index.ts';
import type { createLogger, Metrics } from './events/index.ts';
import { type AttemptEnd, createFailureReport, createWorker, type Failures } from './jobs/index.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { every } from './lib/every.ts';
import type { Store } from './store/index.ts';

/** What goes on while nobody asks: jobs are done, and what has had its time is swept away. */
export interface BackgroundWork {
  /** Begins to take jobs. */
  start(): void;
  /** There may be a job to do. */
  wake(): void;
  stop(): Promise<void>;
}

export interface BackgroundWorkNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: ReturnType<typeof createLogger>;
  readonly metrics: Pick<Metrics, 'countAttempt'>;
  readonly logRetentionDays: number;
  readonly jobNeeds: NeedsOf<typeof answerPasswordChangeRequest> &
    NeedsOf<typeof checkLocalUsers> &
    NeedsOf<typeof recordGivenUp> &
    NeedsOf<typeof sendLetterWithinLimits>;
}

type NeedsOf<Work extends (needs: never, ...rest: never) => unknown> = Parameters<Work>[0];

const dayMs = 24 * 60 * 60_000;
const sweepIntervalMs = 10 * 60_000;
const sweepRows = 1_000; // a few milliseconds of the store's time

// A look-up is a wait for the legacy system and little else.
const lookUpsAtOnce = 16;

/** Sweeps from now on; takes jobs once it is started. */
export function createBackgroundWork(needs: BackgroundWorkNeeds): BackgroundWork {
  const { store, clock, logger, logRetentionDays } = needs;
  const failures = createFailureReport(sleepingInRealTime(clock), (told) => logFailures(logger, told));
  const workers = createWorkers(needs, (end) => failures.note(end));
  const sweeping = every(
    sweepIntervalMs,
    () => sweep(store, clock.now(), logRetentionDays),
    (err) => logger.error({ err }, 'sweeping failed'),
  );
  return {
    start() {
      for (const worker of workers) worker.start();
    },
    wake() {
      for (const worker of workers) worker.wake();
    },
    async stop() {
      await Promise.all([sweeping.stop(), ...workers.map((worker) => worker.stop())]);
      failures.close();
    },
  };
}

/** Two of them: a legacy system that hangs does not hold up the mail. */
function createWorkers(
  { store, clock, logger, metrics, jobNeeds }: BackgroundWorkNeeds,
  noteFailure: (end: AttemptEnd) => void,
) {
  const shared = {
    queue: store.jobQueue,
    clock: sleepingInRealTime(clock),
    onError: (err: unknown, job?: { id: string }) =>
      logger.error({ err, job: job?.id }, 'a job failed unexpectedly'),
    onAttemptEnd: (attempt: AttemptEnd) => {
      const { id, kind, end, reason } = attempt;
      logger.debug({ job: id, kind, end, reason }, 'a job ended');
      metrics.countAttempt(kind, end);
      noteFailure(attempt);
    },
    onGivenUp: (job: StoredJob, reason: string) => recordGivenUp(jobNeeds, job, reason),
  };
  return [
    createWorker({
      ...shared,
      concurrency: lookUpsAtOnce,
      handlers: {
        'password-change-request': (job, run) => answerPasswordChangeRequest(jobNeeds, job, run),
        'check-local-users': (job) => checkLocalUsers(jobNeeds, job),
      },
    }),
    createWorker({
      ...shared,
      handlers: { 'send-letter': (job, run) => sendLetterWithinLimits(jobNeeds, job, run) },
    }),
  ];
}

/** Each letter that is given up has its event; of those that are tried again the log tells what they have in common. */
function logFailures(logger: BackgroundWorkNeeds['logger'], { last, count }: Failures): void {
  const { id, kind, attempt, reason, advice } = last;
  const line = { job: id, kind, attempt, reason, failures: count, ...(advice === null ? {} : { advice }) };
  const text = kind === 'send-letter' ? 'letters do not go out' : 'jobs do not succeed';
  logger[advice === null ? 'warn' : 'error'](line, `${text}; they are tried again`);
}

/** Workers sleep by the machine's time, also where a test holds the clock that refusals wait for. */
function sleepingInRealTime({ now }: Clock): Clock {
  return { now, waitUntil: (at) => systemClock.waitUntil(systemClock.now() + at - now()) };
}

async function sweep(store: Store, now: number, logRetentionDays: number): Promise<void> {
  const oldestEvent = now - logRetentionDays * dayMs;
  for (const deleteSome of [
    () => store.oidc.deleteExpired(now, sweepRows),
    () => store.counters.deleteEnded(now, sweepRows),
    () => store.oldEvents.deleteBefore(oldestEvent, sweepRows),
    () => store.accounts.tickets.deleteExpired(now, sweepRows),
    () => store.jobQueue.deleteFinished({ completed: now - dayMs, failed: now - 30 * dayMs }, sweepRows),
  ]) {
    while ((await deleteSome()) === sweepRows); // other writers have their turn in between
  }
}
