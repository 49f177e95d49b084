import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, type Dialect, type Driver, SqliteDialect } from 'kysely';
import { retrying } from '../retrying.ts';
import type { ColumnTypes } from './column-types.ts';
import type { Engine } from './engine.ts';
import { ReadTookTooLong } from './long-reads.ts';
import { adaptNodeSqlite } from './node-sqlite.ts';
import { openReadThread } from './sqlite-read-thread.ts';

// While SQLite waits for another process it holds our whole thread: wait shortly, and let `retrying` do the rest.
const busyTimeoutMs = 50;

const columnTypes: ColumnTypes = {
  text: 'text',
  integer: 'integer',
  flag: 'integer',
  tableEnd: ' strict',
  clusteredTableEnd: ' strict, without rowid',
};

/**
 * SQLite inside this process, in a file or in memory (`:memory:`). One connection writes. In a file a second one
 * reads, so that reads do not wait for an open transaction and do not see what it has written; a third one, on a thread
 * of its own, does the reading that may take long.
 */
export async function openSqlite(path: string): Promise<Engine> {
  const isFile = path !== ':memory:';
  if (isFile) makeFile(path);
  const writer = await openConnection(path, { readOnly: false });
  const reader = isFile ? await openConnection(path, { readOnly: true }) : undefined;
  const thread = isFile ? openReadThread({ path, busyTimeoutMs }) : undefined;
  return {
    writer: dialectFor(writer),
    ...(reader && { reader: dialectFor(reader) }),
    ...(thread && { longReader: thread.dialect }),
    columnTypes,
    hasRowLocks: false,
    isRetryable: isBusy,
    tookTooLong: (error) => error instanceof ReadTookTooLong,
    // A transaction takes the one write lock when it begins.
    lockSchema: async () => {},
    // A connection is never in use between two statements, and closing it rolls back.
    abandon: () => {},
    // The writer comes last: it writes the log back into the file and removes it.
    close: async () => {
      await thread?.close();
      reader?.close();
      writer.close();
    },
  };
}

/** The file holds password hashes: only its owner may read it. Files beside it get the same rights from SQLite. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/** Another process that opens the same file at this moment can keep it locked for an instant. */
function openConnection(path: string, { readOnly }: { readOnly: boolean }): Promise<DatabaseSync> {
  return retrying({ isRetryable: isBusy }, async () => {
    const database = new DatabaseSync(path, {
      readOnly,
      timeout: busyTimeoutMs,
      enableForeignKeyConstraints: true,
    });
    try {
      if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function dialectFor(database: DatabaseSync): Dialect {
  const dialect = new SqliteDialect({ database: adaptNodeSqlite(database) });
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => withImmediateTransactions(dialect.createDriver(), database),
  };
}

/**
 * A transaction that begins without the write lock can fail when it wants to write later on, and then nothing but
 * running it again helps: ours take the lock at once. Some errors (a full disk) end a transaction by themselves.
 */
function withImmediateTransactions(driver: Driver, database: DatabaseSync): Driver {
  driver.beginTransaction = async (connection) => {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  };
  driver.rollbackTransaction = async (connection) => {
    if (database.isOpen && database.isTransaction)
      await connection.executeQuery(CompiledQuery.raw('rollback'));
  };
  return driver;
}

/** SQLITE_BUSY, in any of its extended forms: another process holds the write lock. */
function isBusy(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  return (code & 0xff) === 5;
}
