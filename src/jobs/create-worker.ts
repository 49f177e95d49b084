import { type JobOutcome, readJob, type StoredJob } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { mostAttempts, pauseAfter } from './backoff.ts';
import { callAt } from './call-at.ts';
import { endOf, writeEnd } from './end-of-attempt.ts';
import { type AttemptEnd, handledKinds, type JobHandlers } from './job-handlers.ts';
import type { ClaimedJob, JobQueue } from './job-queue.ts';
import { runJob } from './run-job.ts';

/** Does jobs in the background. */
export interface Worker {
  start(): void;
  /** There may be something to do: call it after a commit that added jobs. */
  wake(): void;
  /**
   * Takes no more jobs, and waits for those under way as long as it may; then it tells them to stop. What does not end
   * in time is done again, here or elsewhere, when its lease has ended.
   */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly queue: JobQueue;
  readonly handlers: JobHandlers;
  readonly clock: Clock;
  /** Is told of what a handler throws, and of a queue that does not answer. Must not throw. */
  readonly onError: (error: unknown, job?: ClaimedJob) => void;
  /** Is told how each attempt ended. Must not throw. */
  readonly onAttemptEnd?: (end: AttemptEnd) => void;
  /**
   * Is told of each job that will not be done, before that is written down: at least once, whatever dies. Until it has
   * succeeded the job is not given up.
   */
  readonly onGivenUp?: (job: StoredJob, reason: string) => Promise<void>;
  readonly concurrency?: number;
  readonly limits?: Partial<WorkerLimits>;
  /** From 0 to 1, for the jitter. */
  readonly chance?: () => number;
}

export interface WorkerLimits {
  /** A handler that takes longer has failed. */
  readonly deadlineMs: number;
  /** How long a job that was taken is nobody else's. */
  readonly leaseMs: number;
  /** How long `stop` waits for what is under way. */
  readonly drainMs: number;
}

// The slowest handlers ask a legacy system, for 20 s at most, or talk to a mail server, whose connection, greeting and
// delivery each have a timeout of their own. Whatever takes longer has lost its way.
const deadlineMs = 120_000;
// A minute more than the deadline, in which the outcome is written down: a lease is never renewed. After a crash a job
// waits no longer than this.
const leaseMs = 180_000;
// Together with the store's five seconds shorter than the ten after which process supervisors kill.
const drainMs = 4_000;
const usualLimits: WorkerLimits = { deadlineMs, leaseMs, drainMs };

// They wait for the network, not for the processor; few mail servers take more connections from one sender.
const usualConcurrency = 4;

// Another process may have added a job and died before it took it, or have put one back: look once in a while.
const longestPauseMs = 60_000;
// A job that is due and was not given out is held by somebody's transaction for a moment. Nor is there any use in asking
// a store that does not answer without a pause.
const shortestPauseMs = 1_000;

/** Makes a worker; it does nothing before it is started. */
export function createWorker(options: WorkerOptions): Worker {
  return new QueueWorker(options);
}

class QueueWorker implements Worker {
  readonly #options: WorkerOptions;
  readonly #limits: WorkerLimits;
  readonly #kinds: readonly string[];
  readonly #concurrency: number;
  readonly #running = new Set<Promise<void>>();
  readonly #halt = new AbortController();
  #state: 'new' | 'started' | 'stopped' = 'new';
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #mayBeMore = false;
  #cancelAlarm: () => void = () => {};
  #ended: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
    this.#kinds = handledKinds(options.handlers);
    this.#concurrency = options.concurrency ?? usualConcurrency;
  }

  start(): void {
    if (this.#state === 'new') this.#state = 'started';
    this.wake();
  }

  wake(): void {
    if (this.#state !== 'started') return;
    this.#lookAgain = true;
    this.#looking ??= this.#look();
  }

  stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelAlarm();
    this.#ended ??= this.#drain();
    return this.#ended;
  }

  async #look(): Promise<void> {
    while (this.#lookAgain && this.#state === 'started') {
      this.#lookAgain = false;
      this.#cancelAlarm();
      this.#setAlarm(await this.#takeWhatIsDue());
    }
    this.#looking = undefined;
  }

  /** Begins as many jobs as there is room for; says when to look again. */
  async #takeWhatIsDue(): Promise<number> {
    const { queue, clock, onError } = this.#options;
    const limit = this.#concurrency - this.#running.size;
    this.#mayBeMore = true;
    if (limit <= 0) return clock.now() + longestPauseMs;
    try {
      const { leaseMs } = this.#limits;
      const claimed = await queue.claim({ kinds: this.#kinds, now: clock.now(), leaseMs, limit });
      for (const job of claimed) this.#begin(job);
      this.#mayBeMore = claimed.length === limit;
      if (this.#mayBeMore) return clock.now() + longestPauseMs;
      return (await queue.nextDueAt(this.#kinds)) ?? clock.now() + longestPauseMs;
    } catch (error) {
      onError(error);
      return clock.now() + shortestPauseMs;
    }
  }

  #setAlarm(dueAt: number): void {
    if (this.#state !== 'started') return;
    const { clock } = this.#options;
    const now = clock.now();
    const at = dueAt > now ? Math.min(dueAt, now + longestPauseMs) : now + shortestPauseMs;
    this.#cancelAlarm = callAt(clock, at, () => this.wake());
  }

  #begin(job: ClaimedJob): void {
    const work = this.#do(job).finally(() => {
      this.#running.delete(work);
      if (this.#mayBeMore) this.wake();
    });
    this.#running.add(work);
  }

  async #do(job: ClaimedJob): Promise<void> {
    const { handlers, clock, onError } = this.#options;
    const { deadlineMs } = this.#limits;
    try {
      const gone = job.attempt > mostAttempts; // whoever made the last attempt is gone: perhaps because of it
      const outcome = gone
        ? { never: 'the process that made the last attempt has ended' }
        : await runJob({ handlers, clock, deadlineMs, halt: this.#halt.signal, onError }, job);
      await this.#settle(job, outcome);
    } catch (error) {
      onError(error, job);
    }
  }

  async #settle(job: ClaimedJob, outcome: JobOutcome): Promise<void> {
    const { queue, clock, chance = Math.random, onAttemptEnd = () => {} } = this.#options;
    const { id, attempt, kind } = job;
    const end = endOf(outcome, clock.now(), pauseAfter(attempt, chance()));
    if (end.end === 'failed') await this.#giveUp(job, end.reason);
    if (!(await writeEnd(queue, job, end, clock.now()))) return; // its lease has ended, and somebody else has it
    const advice = end.end === 'put-back' ? end.advice : null;
    onAttemptEnd({ id, attempt, kind, end: end.end, reason: end.reason, advice });
    if (end.end === 'put-back') this.wake(); // to wait for it
  }

  async #giveUp({ id, kind, payload, createdAt }: ClaimedJob, reason: string): Promise<void> {
    const job = readJob(kind, payload);
    if (job !== undefined)
      await this.#options.onGivenUp?.({ ...job, id, createdAt, state: 'processing' }, reason);
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options;
    const late = Promise.withResolvers<void>();
    const cancel = callAt(clock, clock.now() + this.#limits.drainMs, late.resolve);
    await Promise.race([this.#underWay(), late.promise]);
    cancel();
    this.#halt.abort();
  }

  /** Ends when a look that has begun and all jobs, also those that it began, have ended. */
  async #underWay(): Promise<void> {
    await this.#looking;
    await Promise.all(this.#running);
  }
}
