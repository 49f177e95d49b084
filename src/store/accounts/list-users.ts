import { type RawBuilder, sql } from 'kysely';
import {
  mostFound,
  type UserFilter,
  type UserOrder,
  type UserPage,
  type UserQuery,
} from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { eachRow } from '../engines/long-reads.ts';
import type { UserRow } from '../tables.ts';
import { type Condition, conditionOf } from './search/condition-of.ts';
import { type LookUp, lookUpOf, singleUserRank } from './search/look-up.ts';
import { totalOfUsers } from './search/user-counts.ts';
import { userFromRow } from './user-row.ts';

const sortColumns: Readonly<Record<UserOrder, string>> = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  last_login: 'last_login_at',
  logins_count: 'logins_count',
  user_id: 'user_id',
  email: 'email',
  username: 'username',
  name: 'name',
  nickname: 'nickname',
  given_name: 'given_name',
  family_name: 'family_name',
};

// Of these nothing can be nothing; saying where nothing goes would keep PostgreSQL from using an index.
const neverNull: readonly UserOrder[] = ['created_at', 'updated_at', 'logins_count', 'user_id'];

// What is skipped is read all the same, in the index: up to here it takes a moment.
const deepOffset = 10_000;

/** Whether a page, and a total, is read out of an index in the order that it has: in a moment, however many users there are. */
export function isAnsweredByIndex(query: UserQuery): boolean {
  const { filter, sort, connectionId, afterUserId, offset } = query;
  if (filter === undefined)
    return offset < deepOffset && (sort === undefined || ['user_id', 'created_at'].includes(sort.by));
  const lookUp = lookUpOf(filter);
  if (lookUp === undefined) return false;
  if (lookUp.rank <= singleUserRank) return true;
  const isSorted = sort === undefined && (afterUserId === undefined || lookUp.place === undefined);
  return isSorted && lookUp.isIndex && lookUp.rest === undefined && connectionId === undefined;
}

/** A page of users. Equal ones are ordered by their id, so that pages neither overlap nor leave anybody out. */
export async function listUsers(db: Db, query: UserQuery): Promise<UserPage> {
  const found = source(query);
  const { rows } = await pageOf(found, orderOf(query, found), query).execute(db);
  const users = rows.map(userFromRow);
  return query.withTotal ? { users, total: await totalOf(db, query) } : { users };
}

/** Where users are read from, by which conditions; their ids, and what orders them unless something else is said. */
interface Source {
  readonly from: RawBuilder<unknown>;
  readonly where: readonly Condition[];
  readonly id: RawBuilder<unknown>;
  readonly place: RawBuilder<unknown> | undefined;
}

function source(query: UserQuery): Source {
  const { filter, connectionId } = query;
  if (filter === undefined) {
    const where = connectionId === undefined ? [] : [inConnection(connectionId)];
    return { from: sql`users u`, where, id: sql.ref('u.user_id'), place: sql.ref('u.created_at') };
  }
  const lookUp = lookUpOf(filter);
  if (lookUp === undefined || query.sort !== undefined) return joined(query, filter, lookUp);
  const { from, where, place, rest } = lookUp;
  const id = sql.ref('d.user_id');
  const needsUser = rest !== undefined || connectionId !== undefined;
  return { from, where: needsUser ? [where, fits(query, rest)] : [where], id, place };
}

/**
 * Whether the user that a look-up gives is one of those asked for. `offset 0` says to PostgreSQL that each is to be looked
 * at when its turn comes: it would read all that the look-up gives, to join them, where fifty are wanted.
 */
function fits({ connectionId }: UserQuery, rest: UserFilter | undefined): Condition {
  const conditions = [sql`k.user_id = d.user_id`, ...userConditions(connectionId, rest)];
  return sql`exists (
    select 1 from user_keys k cross join users u where ${sql.join(conditions, sql` and `)} limit 1 offset 0
  )`;
}

/** Users with their keys and what a look-up has of them, to be sorted; without a look-up all of them, by their ids. */
function joined(query: UserQuery, filter: UserFilter, lookUp: LookUp | undefined): Source {
  const users = sql`user_keys k cross join users u`;
  const id = sql.ref('k.user_id');
  if (lookUp === undefined)
    return { from: users, where: userConditions(query.connectionId, filter), id, place: undefined };
  return {
    // `cross join` says to SQLite that the tables are to be read in this order.
    from: sql`${lookUp.from} cross join ${users}`,
    where: [lookUp.where, sql`k.user_id = d.user_id`, ...userConditions(query.connectionId, lookUp.rest)],
    id,
    place: lookUp.place,
  };
}

function userConditions(
  connectionId: string | undefined,
  filter: UserFilter | undefined,
): readonly Condition[] {
  return [
    sql`${sql.raw(eachRow)} u.user_id = k.user_id`,
    ...(connectionId === undefined ? [] : [inConnection(connectionId)]),
    ...(filter === undefined ? [] : [conditionOf(filter)]),
  ];
}

function inConnection(connectionId: string): Condition {
  return sql`u.connection_id = ${connectionId}`;
}

interface Order {
  /** Nothing: by id alone. */
  readonly place: RawBuilder<unknown> | undefined;
  readonly direction: RawBuilder<unknown>;
  /** Where nothing goes. */
  readonly nulls: RawBuilder<unknown>;
}

function orderOf({ sort, afterUserId }: UserQuery, { place }: Source): Order {
  if (sort === undefined)
    return { place: afterUserId === undefined ? place : undefined, direction: sql`asc`, nulls: sql`` };
  const { by, direction } = sort;
  const isAscending = direction === 'asc';
  // What is nothing is the smallest: PostgreSQL would put it last unless told.
  const nulls = neverNull.includes(by) ? sql`` : isAscending ? sql` nulls first` : sql` nulls last`;
  return {
    place: by === 'user_id' ? undefined : sql.ref(`u.${sortColumns[by]}`),
    direction: isAscending ? sql`asc` : sql`desc`,
    nulls,
  };
}

/** The ids of the page are found first, in an index where one has them in order; then its users are read. */
function pageOf(
  { from, where, id, place: own }: Source,
  order: Order,
  query: UserQuery,
): RawBuilder<UserRow> {
  const { place, direction, nulls } = order;
  const { afterUserId, limit, offset } = query;
  const conditions = [...where, ...(afterUserId === undefined ? [] : [sql`${id} > ${afterUserId}`])];
  const only = conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;
  const byPlace = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    place === undefined ? sql`` : sql`${column} ${direction}${nulls}, `;
  return sql<UserRow>`
    select users.* from (
      select ${id} as id, ${place ?? own ?? id} as place from ${from}${only}
      order by ${byPlace(place ?? id)}${id} ${direction} limit ${limit} offset ${offset}
    ) page cross join users where users.user_id = page.id
    order by ${byPlace(sql.ref('page.place'))}page.id ${direction}`;
}

async function totalOf(db: Db, query: UserQuery): Promise<number> {
  const { connectionId, filter } = query;
  if (filter === undefined) return totalOfUsers(db, connectionId);
  const { sort: _, ...unsorted } = query;
  const { from, where } = source(unsorted);
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (
      select 1 as one from ${from} where ${sql.join([...where], sql` and `)} limit ${sql.lit(mostFound)}
    ) found`.execute(db);
  return rows[0]?.total ?? 0;
}
