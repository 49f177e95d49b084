import type { User } from '../../accounts/index.ts';
import { searchEntriesOf } from '../accounts/search/search-entries.ts';
import { userFromRow } from '../accounts/user-row.ts';
import type { Db } from '../engines/engine.ts';
import type { ColumnTypes, SchemaMigration } from './schema-migration.ts';

/** What users are searched by, and how many there are (docs/decisions/015-user-search.md). */
export const userSearch: SchemaMigration = {
  number: 5,
  name: 'user search and totals',
  statements: (types) => [...keys(types), ...metadata(types), ...counts(types)],
  fill: async (db) => {
    await fillEntries(db);
    await fillCounts(db);
  },
};

const keyColumns = [
  'email',
  'email_domain',
  'username',
  'name',
  'nickname',
  'given_name',
  'family_name',
  'phone_number',
] as const;

/** A table of its own: a login changes its user's row, and is to move none of these indexes. */
function keys({ text, clusteredTableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table user_keys (
      user_id ${text} not null primary key references users (user_id) on delete cascade,
      ${keyColumns.map((column) => `${column} ${text}`).join(',\n      ')}
    )${clusteredTableEnd}`,
    ...keyColumns.map(
      (column) =>
        `create index user_keys_by_${column} on user_keys (${column}, user_id) where ${column} is not null`,
    ),
    // Paging through one connection by checkpoint.
    `create index users_of_connection_by_id on users (connection_id, user_id)`,
  ];
}

function metadata({ text, clusteredTableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table user_metadata_terms (
      path ${text} not null,
      value ${text} not null,
      user_id ${text} not null references users (user_id) on delete cascade,
      primary key (path, value, user_id)
    )${clusteredTableEnd}`,
    `create index user_metadata_terms_of_user on user_metadata_terms (user_id)`,
  ];
}

/** Several rows a connection, so that users who come at once do not wait for each other; the total is their sum. */
function counts({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table user_counts (
      connection_id ${text} not null references connections (id) on delete cascade,
      part ${integer} not null,
      users ${integer} not null,
      primary key (connection_id, part)
    )${tableEnd}`,
  ];
}

const usersAtOnce = 500;
const termsAtOnce = 1_000;

async function fillEntries(db: Db): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('users')
      .selectAll()
      .where('user_id', '>', after)
      .orderBy('user_id')
      .limit(usersAtOnce)
      .execute();
    if (rows.length > 0) await insertEntries(db, rows.map(userFromRow));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.user_id;
  }
}

async function insertEntries(db: Db, users: readonly User[]): Promise<void> {
  const entries = users.map((user) => ({ userId: user.userId, ...searchEntriesOf(user) }));
  await db
    .insertInto('user_keys')
    .values(entries.map((entry) => entry.keys))
    .execute();
  const terms = entries.flatMap((entry) => entry.terms.map((term) => ({ ...term, user_id: entry.userId })));
  for (let next = 0; next < terms.length; next += termsAtOnce) {
    const some = terms.slice(next, next + termsAtOnce);
    await db.insertInto('user_metadata_terms').values(some).execute();
  }
}

async function fillCounts(db: Db): Promise<void> {
  await db
    .insertInto('user_counts')
    .columns(['connection_id', 'part', 'users'])
    .expression((from) =>
      from
        .selectFrom('users')
        .select((each) => ['connection_id', each.lit(0).as('part'), each.fn.countAll<number>().as('users')])
        .groupBy('connection_id'),
    )
    .execute();
}
