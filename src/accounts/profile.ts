import { isPlainObject, type JsonObject, type JsonValue } from '../lib/json.ts';
import { findTextFault } from '../lib/storable-text.ts';
import { hasControlCharacters, isLooseEmail, isUsername } from './identifier.ts';
import { isSmallMetadata, maxMetadataBytes } from './metadata.ts';
import type { PersonDetails } from './user.ts';

/** A legacy user as an action script describes it, checked. */
export interface Profile extends PersonDetails {
  /** The legacy system's own id, as text. */
  readonly id: string;
  /** The original sign-up date, in milliseconds since the Unix epoch. */
  readonly createdAt: number | null;
}

/** What the connection says about profiles. */
export interface ProfileRules {
  readonly requiresUsername: boolean;
  readonly keepUnknownKeys: boolean;
  /** The password just typed: a value equal to it is dropped wherever a script put it (S15). */
  readonly password?: string;
}

export type ParsedProfile =
  | { readonly is: 'valid'; readonly profile: Profile }
  | { readonly is: 'invalid'; readonly reason: string };

class InvalidProfile extends Error {}

/** Auth0's bound on `user_id`; also keeps the index entry small. */
export const maxIdCharacters = 255;
const maxTextCharacters = 1024;
const maxPictureCharacters = 2048;

const texts = ['name', 'nickname', 'given_name', 'family_name', 'phone_number'] as const;
const known: ReadonlySet<string> = new Set([
  'user_id',
  'id',
  'email',
  'username',
  ...texts,
  'picture',
  'email_verified',
  'blocked',
  'created_at',
  'user_metadata',
  'app_metadata',
  'metadata',
]);
const credentialWords: ReadonlySet<string> = new Set(
  'password passwd passphrase pass pwd hash salt secret token credential credentials apikey'.split(' '),
);

/**
 * Checks what an action script returned against the script contract. An invalid profile is the operator's error,
 * with a reason that names the key and never its value.
 */
export function parseProfile(value: unknown, rules: ProfileRules): ParsedProfile {
  try {
    return { is: 'valid', profile: readProfile(value, rules) };
  } catch (error) {
    if (error instanceof InvalidProfile) return { is: 'invalid', reason: error.message };
    throw error;
  }
}

function readProfile(value: unknown, rules: ProfileRules): Profile {
  if (!isPlainObject(value)) throw new InvalidProfile(`the profile is ${kindOf(value)}, not an object`);
  const fault = findTextFault(value);
  if (fault !== undefined) throw new InvalidProfile(`${fault.path || 'a key'}: ${fault.reason}`);
  const extra = Object.keys(value).filter((key) => !known.has(key));
  if (!rules.keepUnknownKeys) refuseUnknownKey(extra, rules.password);
  const text = (key: string, most = maxTextCharacters): string | null =>
    readText(value, key, most, rules.password);
  const profile: Profile = {
    id: readId(value),
    ...readIdentifiers(value, rules),
    emailVerified: readFlag(value, 'email_verified'),
    name: text('name'),
    nickname: text('nickname'),
    givenName: text('given_name'),
    familyName: text('family_name'),
    phoneNumber: text('phone_number'),
    picture: text('picture', maxPictureCharacters),
    blocked: readFlag(value, 'blocked'),
    createdAt: readDate(value, 'created_at'),
    userMetadata: {
      ...readMetadataObject(Object.fromEntries(extra.map((key) => [key, value[key]])), rules.password),
      ...readMetadata(value, 'user_metadata', rules.password),
    },
    appMetadata: {
      ...readMetadata(value, 'metadata', rules.password),
      ...readMetadata(value, 'app_metadata', rules.password),
    },
  };
  assertSmall(profile.userMetadata, 'user_metadata');
  assertSmall(profile.appMetadata, 'app_metadata');
  return profile;
}

/** Names the key, for the operator; unless the script has put the password into it. */
function refuseUnknownKey(unknown: readonly string[], password: string | undefined): void {
  const key = unknown.find((each) => !looksLikeCredential(each));
  if (key === undefined) return;
  const tellable = password === undefined || !key.includes(password);
  const named = tellable ? `unknown key "${key.slice(0, 64)}"` : 'an unknown key';
  throw new InvalidProfile(`${named}: move it into user_metadata or app_metadata`);
}

type Source = Readonly<Record<string, unknown>>;

function readId(source: Source): string {
  const raw = source['user_id'] ?? source['id'];
  if (typeof raw === 'number') {
    if (Number.isSafeInteger(raw)) return String(raw);
    throw new InvalidProfile('user_id is a number beyond 2^53 or not whole: return it as a string');
  }
  if (typeof raw !== 'string' || raw.trim() === '') throw new InvalidProfile('user_id is missing');
  if (raw.length > maxIdCharacters)
    throw new InvalidProfile(`user_id is longer than ${maxIdCharacters} characters`);
  if (hasControlCharacters(raw)) throw new InvalidProfile('user_id contains a control character');
  return raw;
}

function readIdentifiers(source: Source, rules: ProfileRules): Pick<Profile, 'email' | 'username'> {
  const email = readText(source, 'email', maxTextCharacters)?.trim() ?? null;
  const username = readText(source, 'username', maxTextCharacters)?.trim() ?? null;
  if (email !== null && !isLooseEmail(email)) throw new InvalidProfile('email is not an email address');
  if (username !== null && !isUsername(username)) {
    throw new InvalidProfile('username is empty, too long, or contains "@" or white space');
  }
  if (email === null && !rules.requiresUsername) throw new InvalidProfile('email is missing');
  if (username === null && rules.requiresUsername) {
    throw new InvalidProfile('username is missing, and the connection requires one');
  }
  return { email, username };
}

function readText(source: Source, key: string, most: number, password?: string): string | null {
  const raw = source[key];
  if (raw === undefined || raw === null || raw === '') return null;
  if (typeof raw !== 'string') throw new InvalidProfile(`${key} is ${kindOf(raw)}, not a string`);
  if (raw.length > most) throw new InvalidProfile(`${key} is longer than ${most} characters`);
  return raw === password ? null : raw;
}

function readFlag(source: Source, key: string): boolean {
  const raw = source[key];
  if (raw === undefined || raw === null || raw === false || raw === 0) return false;
  if (raw === true || raw === 1) return true;
  throw new InvalidProfile(`${key} is neither true, false, 0 nor 1`);
}

function readDate(source: Source, key: string): number | null {
  const raw = source[key];
  if (raw === undefined || raw === null) return null;
  const ms = typeof raw === 'number' ? raw : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
  if (!Number.isFinite(ms) || Number.isNaN(new Date(ms).getTime()))
    throw new InvalidProfile(`${key} is not a date`);
  return Math.trunc(ms);
}

function readMetadata(source: Source, key: string, password: string | undefined): JsonObject {
  const raw = source[key];
  if (raw === undefined || raw === null) return {};
  if (!isPlainObject(raw)) throw new InvalidProfile(`${key} is ${kindOf(raw)}, not an object`);
  return readMetadataObject(raw, password);
}

/** Copies metadata without keys that look like credentials and without values equal to the password. */
function readMetadataValue(value: unknown, key: string, password: string | undefined): JsonValue | undefined {
  if (looksLikeCredential(key) || key === password || value === password) return undefined;
  if (Array.isArray(value)) return value.map((each) => readMetadataValue(each, '', password) ?? null);
  if (isPlainObject(value)) return readMetadataObject(value, password);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new InvalidProfile(`${key} holds ${kindOf(value)}, which JSON cannot carry`);
}

function readMetadataObject(value: Source, password: string | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .map(([inner, each]): [string, JsonValue | undefined] => [
        inner,
        readMetadataValue(each, inner, password),
      ])
      .filter(isKept),
  );
}

function isKept(entry: [string, JsonValue | undefined]): entry is [string, JsonValue] {
  return entry[1] !== undefined;
}

/** Whether one of the words of a key (snake_case, camelCase, kebab-case) names a credential. */
function looksLikeCredential(key: string): boolean {
  const words = key
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => credentialWords.has(word)) || /(api|private)_?key/.test(words.join('_'));
}

function assertSmall(metadata: JsonObject, key: string): void {
  if (!isSmallMetadata(metadata)) {
    throw new InvalidProfile(`${key} is larger than ${maxMetadataBytes} bytes`);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
