import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';
import { kitApplicationName, statementsIn } from './postgres-statement-log.ts';
import type { ServerTls } from './server-tls.ts';
import { sharedPostgresUrl } from './services.ts';

export interface TestPostgres {
  /** Of the role that may create databases. */
  readonly url: string;
  /** Creates an empty database, runs `sql` in it when given (not shown in the log), and returns its URL. */
  newDatabase(sql?: string): Promise<string>;
  /** What was asked of all databases made here, or of this one, in order. */
  queryLog(databaseUrl?: string): Promise<readonly string[]>;
  /** Drops the databases, and stops the server if it is our own. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL to test with: the one that the whole test run shares (`SEGUE_TEST_POSTGRES`), else one of
 * our own. A test that switches the server off asks for `{ own: true }`, one that wants TLS for that.
 */
export async function startPostgres({
  own = false,
  tls,
}: {
  own?: boolean;
  tls?: ServerTls;
} = {}): Promise<TestPostgres> {
  const sharedUrl = own || tls !== undefined ? undefined : sharedPostgresUrl();
  if (sharedUrl === undefined) return databasesOn(await startPostgresServer(tls));
  const databases = databasesOn({ url: sharedUrl, stop: async () => {} });
  return { ...databases, stop: () => databases.dropAll().then(databases.stop) };
}

function databasesOn(server: PostgresServer): TestPostgres & { dropAll(): Promise<void> } {
  const names = new Set<string>();
  return {
    url: server.url,
    newDatabase: async (sql = '') => {
      const name = `segue_test_${randomBytes(8).toString('hex')}`;
      const url = urlOf(server.url, name);
      await query(server.url, `CREATE DATABASE ${name}`);
      names.add(name);
      if (sql !== '') await query(url, sql);
      return url;
    },
    queryLog: async (databaseUrl) => {
      const wanted = databaseUrl === undefined ? names : new Set([new URL(databaseUrl).pathname.slice(1)]);
      return statementsIn(await readStatementLog(server.url), wanted);
    },
    dropAll: async () => {
      for (const name of names) await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      names.clear();
    },
    stop: server.stop,
  };
}

async function readStatementLog(url: string): Promise<string> {
  const result = await query(url, `SELECT current_setting('segue.statement_log', true) AS file`);
  const file: unknown = result.rows[0]?.file;
  if (typeof file !== 'string') throw new Error('this PostgreSQL keeps no statement log: use { own: true }');
  return readFile(file, 'utf8');
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  // Loaded at first use: a test file that only asks whether a service is there should not wait for a driver.
  const { default: driver } = await import('pg');
  const client = new driver.Client({ connectionString: url, application_name: kitApplicationName });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
