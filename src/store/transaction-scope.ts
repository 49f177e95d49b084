import type { RecordedEvent } from '../accounts/index.ts';
import type { Db } from './engines/engine.ts';
import { type Scope, StoreMisuse } from './scope.ts';

/** The scope of one transaction, and what its owner does with it. */
export interface TransactionScope {
  readonly scope: Scope;
  /** The events to announce, in order. */
  readonly events: readonly RecordedEvent[];
  /** Whether there are new jobs to tell of. */
  addsJobs(): boolean;
  /** Refuses calls from now on, and waits for those that have begun. */
  end(): Promise<void>;
}

/**
 * A scope whose calls run on one transaction, one after the other: two calls of several statements each do not mix,
 * and none is still under way when the transaction ends.
 */
export function openTransactionScope(db: Db, hasRowLocks: boolean): TransactionScope {
  const events: RecordedEvent[] = [];
  let addsJobs = false;
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();
  const run = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    if (ended) throw new StoreMisuse('this transaction has ended');
    const answer = last.then(() => work(db));
    last = answer.catch(() => {});
    return answer;
  };
  const announce = (event: RecordedEvent): void => {
    events.push(event);
  };
  const announceJobs = (): void => {
    addsJobs = true;
  };
  const calls = { read: run, search: run, write: run, atomically: run, announce, announceJobs };
  return {
    scope: { hasRowLocks, isTransaction: true, ...calls },
    events,
    addsJobs: () => addsJobs,
    end: async () => {
      ended = true;
      await last;
    },
  };
}
