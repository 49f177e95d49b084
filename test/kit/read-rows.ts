import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** A row as the database itself has it; PostgreSQL's driver gives 64-bit integers as text. */
export type Row = Readonly<Record<string, unknown>>;

/** Looks into a database directly, past everything that Segue would say about it. */
export async function readRows(databaseUrl: string, sql: string): Promise<readonly Row[]> {
  if (databaseUrl.startsWith('sqlite:')) return readSqlite(databaseUrl.slice('sqlite:'.length), sql);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function readSqlite(file: string, sql: string): readonly Row[] {
  const database = new DatabaseSync(file);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
