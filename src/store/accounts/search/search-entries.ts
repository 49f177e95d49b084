import { metadataTerms, searchedText, type User } from '../../../accounts/index.ts';
import type { Db } from '../../engines/engine.ts';
import { prepared } from '../../prepared.ts';
import type { UserKeysRow } from '../../tables.ts';
import { metadataPath } from './metadata-path.ts';

type Term = { readonly path: string; readonly value: string };

/** What a user is searched by. */
export interface SearchEntries {
  readonly keys: UserKeysRow;
  readonly terms: readonly Term[];
}

export function searchEntriesOf(user: User): SearchEntries {
  return { keys: keysOf(user), terms: termsOf(user) };
}

/** Writes what a new user is searched by. */
export async function insertSearchEntries(db: Db, user: User): Promise<void> {
  const { keys, terms } = searchEntriesOf(user);
  await insertKeys(db, keys);
  await insertTerms(db, user.userId, terms);
}

const insertKeys = prepared<UserKeysRow, unknown>((db, gap) =>
  db.insertInto('user_keys').values({
    user_id: gap('user_id'),
    email: gap('email'),
    email_domain: gap('email_domain'),
    username: gap('username'),
    name: gap('name'),
    nickname: gap('nickname'),
    given_name: gap('given_name'),
    family_name: gap('family_name'),
    phone_number: gap('phone_number'),
  }),
);

/** Brings what a user is searched by up to date; writes what has changed and nothing else. */
export async function updateSearchEntries(db: Db, before: User, after: User): Promise<void> {
  const [had, has] = [searchEntriesOf(before), searchEntriesOf(after)];
  if (JSON.stringify(had.keys) !== JSON.stringify(has.keys))
    await db.updateTable('user_keys').set(has.keys).where('user_id', '=', after.userId).execute();
  await deleteTerms(db, after.userId, without(had.terms, has.terms));
  await insertTerms(db, after.userId, without(has.terms, had.terms));
}

function keysOf(user: User): UserKeysRow {
  return {
    user_id: user.userId,
    email: searchedText(user, 'email'),
    email_domain: searchedText(user, 'email.domain'),
    username: searchedText(user, 'username'),
    name: searchedText(user, 'name'),
    nickname: searchedText(user, 'nickname'),
    given_name: searchedText(user, 'given_name'),
    family_name: searchedText(user, 'family_name'),
    phone_number: searchedText(user, 'phone_number'),
  };
}

function termsOf({ userMetadata, appMetadata }: User): readonly Term[] {
  const of = (field: 'user_metadata' | 'app_metadata', metadata: User['userMetadata']): readonly Term[] =>
    metadataTerms(metadata).map(({ path, value }) => ({ path: metadataPath(field, path), value }));
  return [...of('user_metadata', userMetadata), ...of('app_metadata', appMetadata)];
}

function without(terms: readonly Term[], others: readonly Term[]): readonly Term[] {
  const keys = new Set(others.map(({ path, value }) => JSON.stringify([path, value])));
  return terms.filter(({ path, value }) => !keys.has(JSON.stringify([path, value])));
}

// A statement's text is kept prepared: many lengths of lists would push the others out.
const termsAtOnce = 20;

async function insertTerms(db: Db, userId: string, terms: readonly Term[]): Promise<void> {
  for (let next = 0; next < terms.length; next += termsAtOnce) {
    const rows = terms.slice(next, next + termsAtOnce).map((term) => ({ ...term, user_id: userId }));
    await db.insertInto('user_metadata_terms').values(rows).execute();
  }
}

async function deleteTerms(db: Db, userId: string, terms: readonly Term[]): Promise<void> {
  for (const { path, value } of terms) {
    await db
      .deleteFrom('user_metadata_terms')
      .where('path', '=', path)
      .where('value', '=', value)
      .where('user_id', '=', userId)
      .execute();
  }
}
