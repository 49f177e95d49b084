import {
  bulkhead,
  isBulkheadRejectedError,
  isTaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { LaneWidth } from './guard-limits.ts';

/** What came of a piece of work that was brought to a lane. */
export type LaneEnd<T> =
  | { readonly end: 'done'; readonly value: T }
  /** It had not begun, since as many wait as may. */
  | { readonly end: 'full' }
  /** It had not begun when the lane was cleared. */
  | { readonly end: 'cleared' }
  /** Its time is up. Work that has begun goes on, and keeps its place until it ends. */
  | { readonly end: 'deadline'; readonly hasBegun: boolean };

/** Places for work at once, a queue before them, and a deadline for both together. */
export interface Lane {
  readonly inFlight: number;
  readonly waiting: number;
  /** Whether work would begin at once. */
  readonly hasPlace: boolean;
  /** @throws what the work throws */
  run<T>(work: () => Promise<T>): Promise<LaneEnd<T>>;
  /** Sends away whoever waits. */
  clear(): void;
}

export function createLane({ atOnce, waiting }: LaneWidth, deadlineMs: number): Lane {
  const places = bulkhead(atOnce, waiting);
  const policy = wrap(timeout(deadlineMs, TimeoutStrategy.Aggressive), places);
  const queue = new Set<AbortController>();

  async function run<T>(work: () => Promise<T>): Promise<LaneEnd<T>> {
    const sentAway = new AbortController();
    let hasBegun = false;
    const begin = (): Promise<T> => {
      hasBegun = true;
      queue.delete(sentAway);
      return work();
    };
    queue.add(sentAway);
    try {
      return { end: 'done', value: await policy.execute(begin, sentAway.signal) };
    } catch (error) {
      if (isBulkheadRejectedError(error)) return { end: 'full' };
      if (!isTaskCancelledError(error)) throw error;
      return sentAway.signal.aborted ? { end: 'cleared' } : { end: 'deadline', hasBegun };
    } finally {
      queue.delete(sentAway);
    }
  }

  return {
    get inFlight() {
      return atOnce - places.executionSlots;
    },
    get waiting() {
      return queue.size;
    },
    get hasPlace() {
      return places.executionSlots > 0;
    },
    run,
    clear() {
      for (const each of queue) each.abort();
    },
  };
}
