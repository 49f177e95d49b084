import type { User } from './user.ts';

/** Which users are meant, however it was asked. */
export type UserFilter =
  /** All of them; of none: everybody. */
  | { readonly is: 'all-of'; readonly of: readonly UserFilter[] }
  /** One of them at least; of none: nobody. */
  | { readonly is: 'any-of'; readonly of: readonly UserFilter[] }
  | { readonly is: 'not'; readonly of: UserFilter }
  | TextFilter
  | { readonly is: 'flag'; readonly field: FlagField; readonly value: boolean }
  /** From one value to another, both included; an end that is not given is open. Nobody without a value is meant. */
  | { readonly is: 'within'; readonly field: NumberField; readonly from?: number; readonly to?: number }
  | { readonly is: 'in-connection'; readonly connectionIds: readonly string[] }
  | MetadataFilter;

export interface TextFilter {
  readonly is: 'text';
  readonly field: TextField;
  readonly pattern: TextPattern;
}

/** Some value at a path of the metadata, or this one; of a path see `metadataTerms`. */
export interface MetadataFilter {
  readonly is: 'metadata';
  readonly of: MetadataField;
  readonly path: string;
  readonly value?: string;
}

/**
 * A text from its beginning to its end. `head` alone with `isWhole` is the text itself; otherwise it begins with `head`,
 * goes on with anything in which `within` occurs, and ends with `tail`.
 */
export interface TextPattern {
  readonly head: string;
  readonly within: string;
  readonly tail: string;
  readonly isWhole: boolean;
}

/** Fields whose letter case does not matter. */
const caselessFields = [
  'email',
  'email.domain',
  'username',
  'name',
  'nickname',
  'given_name',
  'family_name',
] as const;

/** Fields that a store keeps in a form to search by, beside the user. */
const keyedFields = [...caselessFields, 'phone_number'] as const;

export type KeyedField = (typeof keyedFields)[number];

export type TextField = KeyedField | 'user_id' | 'picture' | 'last_ip';

export type FlagField = 'email_verified' | 'blocked';

/** Times are milliseconds since the Unix epoch. */
export type NumberField = 'created_at' | 'updated_at' | 'last_login' | 'last_password_reset' | 'logins_count';

export type MetadataField = 'user_metadata' | 'app_metadata';

/** No search finds more than so many users by page, and no total of a search is greater: Auth0's limit. */
export const mostFound = 1_000;

// In keyed fields what is longer is searched by its beginning: PostgreSQL takes no more than 2.7 kB into an index.
const searchedCharacters = 256;

/** The text by which a user is searched in a field; null where there is none. */
export function searchedText(user: User, field: TextField): string | null {
  const text = textOf(user, field);
  return text === null ? null : searchedForm(field, text);
}

/** A text as a field is searched by it, on both sides of the comparison. */
export function searchedForm(field: TextField, text: string): string {
  if (!isKeyed(field)) return text;
  const isCaseless = caselessFields.some((each) => each === field);
  const folded = isCaseless ? text.toLowerCase() : text;
  if (folded.length <= searchedCharacters) return folded;
  return [...folded].slice(0, searchedCharacters).join(''); // by code point: half a surrogate pair cannot be stored
}

/** Whether a store keeps a field in a form to search by. */
export function isKeyed(field: TextField): field is KeyedField {
  return keyedFields.some((each) => each === field);
}

function textOf(user: User, field: TextField): string | null {
  switch (field) {
    case 'email':
      return user.email;
    case 'email.domain':
      return user.email?.includes('@') ? user.email.slice(user.email.lastIndexOf('@') + 1) : null;
    case 'username':
      return user.username;
    case 'name':
      return user.name;
    case 'nickname':
      return user.nickname;
    case 'given_name':
      return user.givenName;
    case 'family_name':
      return user.familyName;
    case 'phone_number':
      return user.phoneNumber;
    case 'user_id':
      return user.userId;
    case 'picture':
      return user.picture;
    case 'last_ip':
      return user.lastIp;
  }
}
