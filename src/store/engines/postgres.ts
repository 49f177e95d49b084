import { PostgresDialect, sql } from 'kysely';
import pg from 'pg';

import type { ColumnTypes } from './column-types.ts';
import type { DatabaseServer, Engine } from './engine.ts';
import { longestReadMs } from './long-reads.ts';

// PostgreSQL gives a hundred connections to all nodes together; one node has little use for more than these, for it
// computes on one core.
const mostConnections = 20;
// A request that has waited this long for a connection is better off with an error.
const connectTimeoutMs = 10_000;
// No statement of ours, and no pause inside a transaction, takes nearly as long. One that does has lost its way and
// holds locks.
const statementTimeoutMs = 60_000;
// Searches that look at many users leave the other connections, and most of the server's cores, to logins.
const mostLongReads = 4;
// Any constant of our own, the same on every node: "segue" in ASCII.
const schemaLock = 0x7365677565;

const int8 = 20; // the type's number in pg_type
const columnTypes: ColumnTypes = {
  text: 'text collate "C"',
  integer: 'bigint',
  flag: 'smallint',
  tableEnd: '',
  clusteredTableEnd: '',
};

/** PostgreSQL at a `postgres://` URL. `onIdleError` hears of connections that broke while nobody used them. */
export function openPostgres(url: string, onIdleError: (error: Error) => void): Engine {
  const inUse = new Set<pg.PoolClient>();
  const openPool = (max: number, longestStatementMs: number): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: url,
      application_name: 'segue',
      max,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: longestStatementMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      keepAlive: true,
      types: { getTypeParser },
    });
    pool.on('error', onIdleError);
    pool.on('acquire', (client) => inUse.add(client));
    pool.on('release', (_error, client) => inUse.delete(client));
    return pool;
  };
  const pool = openPool(mostConnections, statementTimeoutMs);
  const longReads = openPool(mostLongReads, longestReadMs); // opens no connection before it is asked
  return {
    server: serverOf(url),
    writer: new PostgresDialect({ pool }),
    longReader: new PostgresDialect({ pool: longReads }),
    columnTypes,
    hasRowLocks: true,
    isRetryable,
    tookTooLong,
    lockSchema: async (transaction) => {
      await sql`set local statement_timeout = 0`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${schemaLock})`.execute(transaction);
    },
    abandon: () => {
      for (const client of inUse) client.release(true);
    },
    close: async () => {
      await Promise.all([pool.end(), longReads.end()]);
    },
  };
}

/**
 * Where the driver connects to: it reads query parameters and the environment (`PGHOST`, `PGPORT`) besides host and port
 * of the URL. A server that is reached by the folder of its socket is on this machine, and listens on that port as well,
 * if on any.
 */
function serverOf(url: string): DatabaseServer {
  const { host, port } = new pg.Client({ connectionString: url });
  return { host: host.startsWith('/') ? '127.0.0.1' : host, port };
}

/** Our integers stay below 2^53, so they may be numbers; for this pool only, not for all users of the driver. */
function getTypeParser(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return type === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(type, format ?? 'text');
}

/** 40001 serialization_failure, 40P01 deadlock_detected. */
function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** 57014 query_canceled; or no connection was free in time, which the driver tells by its words alone. */
function tookTooLong(error: unknown): boolean {
  const isWaiting = error instanceof Error && error.message === 'timeout exceeded when trying to connect';
  return isWaiting || codeOf(error) === '57014';
}

/** The SQLSTATE of an error of the server. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
