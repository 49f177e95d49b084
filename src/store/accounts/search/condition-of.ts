import { type RawBuilder, type SqlBool, sql } from 'kysely';
import {
  isKeyed,
  type KeyedField,
  type MetadataFilter,
  type NumberField,
  searchedForm,
  type TextField,
  type TextFilter,
  type UserFilter,
} from '../../../accounts/index.ts';
import { metadataPath } from './metadata-path.ts';

/** An expression that is true or false, never null: so that its opposite is the opposite. */
export type Condition = RawBuilder<SqlBool>;

// Greater than any character that follows, in both engines: they compare by code point.
const lastCharacter = '\u{10ffff}';

/**
 * A filter as a condition on the tables `u` (users) and `k` (user_keys) of one user. It means what
 * `accounts/fakes/matches-filter.ts` says, on both engines.
 */
export function conditionOf(filter: UserFilter): Condition {
  switch (filter.is) {
    case 'all-of':
      return filter.of.length === 0 ? sql`1 = 1` : joined(filter.of, sql` and `);
    case 'any-of':
      return filter.of.length === 0 ? sql`1 = 0` : joined(filter.of, sql` or `);
    case 'not':
      return sql`(not ${conditionOf(filter.of)})`;
    case 'text':
      return both(sql`${columnOf(filter.field)} is not null`, textCondition(columnOf(filter.field), filter));
    case 'flag':
      return sql`(${sql.ref(`u.${filter.field}`)} = ${filter.value ? 1 : 0})`;
    case 'within':
      return withinCondition(sql.ref(`u.${numberColumns[filter.field]}`), filter);
    case 'in-connection':
      return connectionCondition(sql.ref('u.connection_id'), filter.connectionIds);
    case 'metadata':
      return sql`exists (select 1 from user_metadata_terms t where t.user_id = u.user_id and ${metadataCondition('t', filter)})`;
  }
}

function joined(filters: readonly UserFilter[], operator: RawBuilder<unknown>): Condition {
  return sql`(${sql.join(filters.map(conditionOf), operator)})`;
}

function both(one: Condition, other: Condition): Condition {
  return sql`(${one} and ${other})`;
}

const keyColumns: Readonly<Record<KeyedField, string>> = {
  email: 'email',
  'email.domain': 'email_domain',
  username: 'username',
  name: 'name',
  nickname: 'nickname',
  given_name: 'given_name',
  family_name: 'family_name',
  phone_number: 'phone_number',
};

/** The column of `user_keys` that a field is searched in. */
export function keyColumn(field: KeyedField): string {
  return keyColumns[field];
}

const numberColumns: Readonly<Record<NumberField, string>> = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  last_login: 'last_login_at',
  last_password_reset: 'last_password_change_at',
  logins_count: 'logins_count',
};

function columnOf(field: TextField): RawBuilder<unknown> {
  return sql.ref(isKeyed(field) ? `k.${keyColumns[field]}` : `u.${field}`);
}

/** Text that fits a pattern, of a column that is not null. In ranges where an index has them in order. */
export function textCondition(
  column: RawBuilder<unknown>,
  { field, pattern }: Pick<TextFilter, 'field' | 'pattern'>,
): Condition {
  const head = searchedForm(field, pattern.head);
  if (pattern.isWhole) return sql`${column} = ${head}`;
  const within = searchedForm(field, pattern.within);
  const tail = searchedForm(field, pattern.tail);
  const begins =
    head === ''
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`${column} >= ${head} and ${column} < ${head + lastCharacter}`;
  if (within === '' && tail === '') return sql`(${begins})`;
  return sql`(${begins} and ${restCondition(column, { head, within, tail })})`;
}

/**
 * What comes after the beginning. LIKE would not do: SQLite's takes capitals for small letters. A case, for one of the
 * engines refuses a text of negative length and neither promises to look at the length first.
 */
function restCondition(
  column: RawBuilder<unknown>,
  { head, within, tail }: Readonly<Record<'head' | 'within' | 'tail', string>>,
): Condition {
  const [before, after] = [characters(head), characters(tail)];
  const ends = sql`substr(${column}, length(${column}) - ${sql.lit(after - 1)}) = ${tail}`;
  const middle = sql`substr(${column}, ${sql.lit(before + 1)}, length(${column}) - ${sql.lit(before + after)})`;
  const contains = sql`replace(${middle}, ${within}, '') <> ${middle}`;
  const wanted = [...(tail === '' ? [] : [ends]), ...(within === '' ? [] : [contains])];
  return sql`case when length(${column}) >= ${sql.lit(before + after)} then ${sql.join(wanted, sql` and `)} else 1 = 0 end`;
}

/** How many characters the databases count in a text: code points. */
function characters(text: string): number {
  return [...text].length;
}

/** A number between two others, of a column that may be null. */
export function withinCondition(
  column: RawBuilder<unknown>,
  { from, to }: { readonly from?: number; readonly to?: number },
): Condition {
  const conditions = [
    sql`${column} is not null`,
    ...(from === undefined ? [] : [sql`${column} >= ${from}`]),
    ...(to === undefined ? [] : [sql`${column} <= ${to}`]),
  ];
  return sql`(${sql.join(conditions, sql` and `)})`;
}

/** One of these connections. */
export function connectionCondition(column: RawBuilder<unknown>, ids: readonly string[]): Condition {
  return ids.length === 0 ? sql`1 = 0` : sql`(${column} in (${sql.join(ids)}))`;
}

/** A path of the metadata, and a value where one is asked for; without one, what lies under the path too. */
export function metadataCondition(table: string, { of, path: named, value }: MetadataFilter): Condition {
  const path = sql.ref(`${table}.path`);
  const stored = metadataPath(of, named);
  if (value !== undefined) return sql`(${path} = ${stored} and ${sql.ref(`${table}.value`)} = ${value})`;
  return sql`(${path} = ${stored} or ${path} >= ${`${stored}.`} and ${path} < ${`${stored}.${lastCharacter}`})`;
}
