import { Kysely, type RawBuilder, sql } from 'kysely';
import { identifiersOf } from '../../src/store/accounts/identifiers.ts';
import { searchEntriesOf } from '../../src/store/accounts/search/search-entries.ts';
import { rowFromUser } from '../../src/store/accounts/user-row.ts';
import type { Db } from '../../src/store/engines/engine.ts';
import { openPostgres } from '../../src/store/engines/postgres.ts';
import { openSqlite } from '../../src/store/engines/sqlite.ts';
import type { Tables } from '../../src/store/tables.ts';
import { manyPeople } from '../measure/many-people.ts';

/*
 * Fills a database of Segue's with so many users more, through the store's own tables and in the form in which it writes
 * them, for the figure `users-at-size`. Usage: fill-users.ts <database URL> <connection name> <count>
 */
const [url = '', connectionName = '', count = '0'] = process.argv.slice(2);
const isSqlite = url.startsWith('sqlite:');
const usersAtOnce = 20_000;

const engine = isSqlite ? await openSqlite(url.slice('sqlite:'.length)) : openPostgres(url, () => {});
const db: Db = new Kysely<Tables>({ dialect: engine.writer });
if (isSqlite) {
  await sql`pragma cache_size = -2000000`.execute(db); // 2 GB: the indexes are filled in no order
  await sql`pragma synchronous = off`.execute(db); // whoever loses this database fills another
}
const { id } = await db
  .selectFrom('connections')
  .select('id')
  .where('name', '=', connectionName)
  .executeTakeFirstOrThrow();
for (let next = 0; next < Number(count); next += usersAtOnce) {
  const size = Math.min(usersAtOnce, Number(count) - next);
  await db.transaction().execute((trx) => fill(trx, next, size));
}
await sql.raw(isSqlite ? 'pragma wal_checkpoint(truncate)' : 'vacuum analyze').execute(db);
await engine.close();
process.stdout.write(`${JSON.stringify({ filled: Number(count) })}\n`);

async function fill(trx: Db, first: number, size: number): Promise<void> {
  const users = Array.from({ length: size }, (_, each) => manyPeople(first + each, id));
  const entries = users.map((user) => ({ user_id: user.userId, ...searchEntriesOf(user) }));
  await insertAll(trx, 'users', users.map(rowFromUser));
  await insertAll(
    trx,
    'user_identifiers',
    users.flatMap((user) =>
      identifiersOf(user).map(({ kind, key }) => ({ connection_id: id, kind, key, user_id: user.userId })),
    ),
  );
  await insertAll(
    trx,
    'user_keys',
    entries.map(({ keys }) => keys),
  );
  await insertAll(
    trx,
    'user_metadata_terms',
    entries.flatMap(({ user_id, terms }) => terms.map((term) => ({ ...term, user_id }))),
  );
  await sql`insert into user_counts (connection_id, part, users) values (${id}, 0, ${size})
    on conflict (connection_id, part) do update set users = user_counts.users + excluded.users`.execute(trx);
}

/** Writes rows of the same shape with one statement: as JSON, which both engines take apart. */
async function insertAll(trx: Db, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const into = sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`;
  const json = JSON.stringify(rows);
  const fromJson: RawBuilder<unknown> = isSqlite
    ? sql`select ${sql.join(columns.map((column) => sql`value ->> ${sql.lit(`$.${column}`)}`))} from json_each(${json})`
    : sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from json_populate_recordset(null::${sql.table(table)}, ${json})`;
  await sql`${into} ${fromJson}`.execute(trx);
}
