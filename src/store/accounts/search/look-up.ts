import { type RawBuilder, sql } from 'kysely';
import { isKeyed, type MetadataFilter, type TextFilter, type UserFilter } from '../../../accounts/index.ts';
import {
  type Condition,
  connectionCondition,
  keyColumn,
  metadataCondition,
  textCondition,
  withinCondition,
} from './condition-of.ts';

/** Where the users of a filter can be found without looking at all of them: rows of an index, under the name `d`. */
export interface LookUp {
  /** The smaller, the fewer users it is likely to give. */
  readonly rank: number;
  /** Whether it is an index itself, and not a list that is made of one first. */
  readonly isIndex: boolean;
  /** Has a column `user_id`, and gives nobody twice. */
  readonly from: RawBuilder<unknown>;
  readonly where: Condition;
  /** What the index has its rows in the order of, before their ids; nothing: their ids alone. */
  readonly place?: RawBuilder<unknown>;
  /** What is left to check of each; nothing: they are those of the filter. */
  readonly rest?: UserFilter;
}

/** The narrowest look-up that gives all users of a filter; undefined when all users have to be looked at. */
export function lookUpOf(filter: UserFilter): LookUp | undefined {
  switch (filter.is) {
    case 'all-of':
      return narrowestOf(filter.of);
    case 'any-of':
      return unionOf(filter);
    case 'text':
      return textLookUp(filter);
    case 'metadata':
      return metadataLookUp(filter);
    case 'within':
      if (filter.field !== 'created_at') return undefined;
      return {
        rank: 60,
        isIndex: true,
        from: sql`users d`,
        where: withinCondition(sql.ref('d.created_at'), filter),
        place: sql.ref('d.created_at'),
      };
    case 'in-connection':
      return {
        rank: 70,
        isIndex: filter.connectionIds.length < 2,
        from: sql`users d`,
        where: connectionCondition(sql.ref('d.connection_id'), filter.connectionIds),
      };
    default:
      return undefined;
  }
}

function narrowestOf(filters: readonly UserFilter[]): LookUp | undefined {
  const found = filters
    .map((filter) => ({ filter, lookUp: lookUpOf(filter) }))
    .flatMap(({ filter, lookUp }) => (lookUp === undefined ? [] : [{ filter, lookUp }]))
    .toSorted((a, b) => a.lookUp.rank - b.lookUp.rank)[0];
  if (found === undefined) return undefined;
  const { rest, ...lookUp } = found.lookUp;
  const others = filters.filter((each) => each !== found.filter);
  const left = rest === undefined ? others : [...others, rest];
  return left.length === 0 ? lookUp : { ...lookUp, rest: { is: 'all-of', of: left } };
}

/** Where each of the alternatives has a look-up, all of them together; who is found by two is given once. */
function unionOf(filter: Extract<UserFilter, { is: 'any-of' }>): LookUp | undefined {
  const lookUps = filter.of.map(lookUpOf);
  const all = lookUps.filter((each) => each !== undefined);
  if (all.length < lookUps.length || all.length === 0) return undefined;
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const parts = all.map(({ from, where }) => sql`select d.user_id from ${from} where ${where}`);
  return {
    rank: Math.max(...all.map(({ rank }) => rank), singleUserRank + 1),
    isIndex: false,
    from: sql`(${sql.join(parts, sql` union `)}) d`,
    where: sql`1 = 1`,
    ...(all.every(({ rest }) => rest === undefined) ? {} : { rest: filter }),
  };
}

/** A look-up of this rank gives a user, or one for each connection. */
export const singleUserRank = 2;

const wholeRanks: Readonly<Record<TextFilter['field'], number>> = {
  user_id: 0,
  email: 1,
  username: 1,
  phone_number: 2,
  name: 3,
  family_name: 5,
  nickname: 5,
  given_name: 6,
  'email.domain': 8,
  picture: 0,
  last_ip: 0,
};
// A metadata field may be one of few values, or of many.
const metadataRank = 4;
const prefixRank = 20;
const existsRank = 50;

function textLookUp(filter: TextFilter): LookUp | undefined {
  const { field, pattern } = filter;
  const isIndexed = isKeyed(field) || field === 'user_id';
  if (!isIndexed || (!pattern.isWhole && pattern.head === '')) return undefined;
  const column = sql.ref(isKeyed(field) ? `d.${keyColumn(field)}` : `d.${field}`);
  const rank = pattern.isWhole
    ? wholeRanks[field]
    : prefixRank + wholeRanks[field] - Math.min(pattern.head.length, 10);
  const from = isKeyed(field) ? sql`user_keys d` : sql`users d`;
  const place = pattern.isWhole || field === 'user_id' ? {} : { place: column };
  return { rank, isIndex: true, from, where: textCondition(column, filter), ...place };
}

function metadataLookUp(filter: MetadataFilter): LookUp {
  const where = metadataCondition('d', filter);
  if (filter.value !== undefined)
    return { rank: metadataRank, isIndex: true, from: sql`user_metadata_terms d`, where };
  const users = sql`(select distinct d.user_id from user_metadata_terms d where ${where}) d`;
  return { rank: existsRank, isIndex: false, from: users, where: sql`1 = 1` };
}
