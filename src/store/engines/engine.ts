import type { Dialect, Kysely } from 'kysely';
import type { ColumnTypes } from '../schema-migrations/schema-migration.ts';
import type { Tables } from '../tables.ts';

/** Where Kysely runs statements: the database itself or one transaction in it. */
export type Db = Kysely<Tables>;

/** All that the store has to know of a database engine; the two engines differ here and nowhere else. */
export interface Engine {
  readonly writer: Dialect;
  /** Where reads do not share the writer's connections. */
  readonly reader?: Dialect;
  readonly columnTypes: ColumnTypes;
  /** Whether writers run side by side, so that a row that is read to be changed has to be locked. */
  readonly hasRowLocks: boolean;
  /** Whether the same work can succeed when it is tried again. */
  isRetryable(error: unknown): boolean;
  /** Keeps other processes from changing the schema until the transaction ends. */
  lockSchema(transaction: Db): Promise<void>;
  /** Cuts the connections that are still in use; what they have not committed is rolled back. */
  abandon(): void;
  /** Closes every connection. */
  close(): Promise<void>;
}
