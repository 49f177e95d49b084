import type { Dialect, Kysely } from 'kysely';
import type { Tables } from '../tables.ts';
import type { ColumnTypes } from './column-types.ts';

/** Where Kysely runs statements: the database itself or one transaction in it. */
export type Db = Kysely<Tables>;

/** Where a database server listens. */
export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
}

/** All that the store has to know of a database engine; the two engines differ here and nowhere else. */
export interface Engine {
  /** The server that it connects to, where it is one. */
  readonly server?: DatabaseServer;
  readonly writer: Dialect;
  /** Where reads do not share the writer's connections. */
  readonly reader?: Dialect;
  /**
   * Where reads that may take long hold nobody up; they are ended after `longestReadMs`. Nothing: they share the reader's
   * connections.
   */
  readonly longReader?: Dialect;
  readonly columnTypes: ColumnTypes;
  /** Whether writers run side by side, so that a row that is read to be changed has to be locked. */
  readonly hasRowLocks: boolean;
  /** Whether the same work can succeed when it is tried again. */
  isRetryable(error: unknown): boolean;
  /** Whether a read was ended because it took too long. */
  tookTooLong(error: unknown): boolean;
  /** Keeps other processes from changing the schema until the transaction ends. */
  lockSchema(transaction: Db): Promise<void>;
  /** Cuts the connections that are still in use; what they have not committed is rolled back. */
  abandon(): void;
  /** Closes every connection. */
  close(): Promise<void>;
}
