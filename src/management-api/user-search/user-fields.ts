import type { FlagField, MetadataField, NumberField, TextField } from '../../accounts/index.ts';
import { readDate } from './read-date.ts';
import { type ReadSpan, readNumber } from './read-values.ts';
import { SearchFault } from './search-fault.ts';

/** What can be searched, by the names that Auth0's search has for it. */
export type SearchField =
  | { readonly kind: 'text'; readonly field: TextField }
  | { readonly kind: 'flag'; readonly field: FlagField }
  | { readonly kind: 'number'; readonly field: NumberField; readonly read: ReadSpan; readonly what: string }
  | { readonly kind: 'connection' }
  /** The same for every user here. */
  | { readonly kind: 'fixed'; readonly value: string }
  | { readonly kind: 'identity-id' }
  /** Auth0 has it, and nobody here. */
  | { readonly kind: 'nobodys' }
  | { readonly kind: 'metadata'; readonly of: MetadataField; readonly path: string };

const texts: readonly TextField[] = [
  'email',
  'email.domain',
  'username',
  'name',
  'nickname',
  'given_name',
  'family_name',
  'phone_number',
  'user_id',
  'picture',
  'last_ip',
];

/** Where a term without a field is looked for; Auth0 leaves metadata out. */
export const fieldsOfBareTerm: readonly TextField[] = [
  'user_id',
  'email',
  'username',
  'phone_number',
  'name',
  'nickname',
  'given_name',
  'family_name',
];

const dates: readonly NumberField[] = ['created_at', 'updated_at', 'last_login', 'last_password_reset'];
const flags: readonly FlagField[] = ['email_verified', 'blocked'];

const others: readonly (readonly [string, SearchField])[] = [
  ['logins_count', { kind: 'number', field: 'logins_count', read: readNumber, what: 'a whole number' }],
  ['identities.connection', { kind: 'connection' }],
  ['identities.provider', { kind: 'fixed', value: 'auth0' }],
  ['identities.isSocial', { kind: 'fixed', value: 'false' }],
  ['identities.user_id', { kind: 'identity-id' }],
  ['phone_verified', { kind: 'nobodys' }],
  ['organization_id', { kind: 'nobodys' }],
  ['locale', { kind: 'nobodys' }],
  ['multifactor', { kind: 'nobodys' }],
];

const fields: ReadonlyMap<string, SearchField> = new Map<string, SearchField>([
  ...texts.map((field) => [field, { kind: 'text', field }] as const),
  ...flags.map((field) => [field, { kind: 'flag', field }] as const),
  ...dates.map((field) => [field, { kind: 'number', field, read: readDate, what: 'a date' }] as const),
  ...others,
]);

/** The field of this name. @throws SearchFault when there is none */
export function searchField(name: string, at: number): SearchField {
  const known = fields.get(name);
  if (known !== undefined) return known;
  const [, of, path] = /^(user_metadata|app_metadata)\.(.+)$/s.exec(name) ?? [];
  if (path !== undefined && (of === 'user_metadata' || of === 'app_metadata'))
    return { kind: 'metadata', of, path };
  throw new SearchFault(at, reasonWithout(name));
}

function reasonWithout(name: string): string {
  if (name === 'connection') return 'the field connection is searched as identities.connection';
  if (name.endsWith('.raw')) return `the ending .raw is of older searches: write ${name.slice(0, -4)}`;
  if (name === 'user_metadata' || name === 'app_metadata') return `say which field of ${name}: ${name}.plan`;
  return `the field ${name} cannot be searched; these can: ${[...fields.keys()].join(', ')}, user_metadata.…, app_metadata.…`;
}
