import type { RecordedEvent } from '../accounts/index.ts';
import type { Db } from './engines/engine.ts';

/** Where a repository runs its statements: each call by itself, or all calls inside one transaction. */
export interface Scope {
  /** Whether a row that is read to be changed has to be locked. */
  readonly hasRowLocks: boolean;
  /** Whether what is locked stays locked for the calls that follow. */
  readonly isTransaction: boolean;
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Reads what may take long: where it holds nobody up. @throws SearchTookTooLong */
  search<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** One statement that writes. */
  write<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Several statements: all of them take effect, or none. */
  atomically<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Tells of an event when what was written with it is there to stay. */
  announce(event: RecordedEvent): void;
  /** Tells that there are new jobs when they are there to stay. */
  announceJobs(): void;
}

/** The store was used in a way that would deadlock, or escape the transaction that it was meant for. */
export class StoreMisuse extends Error {
  override readonly name = 'StoreMisuse';
}
