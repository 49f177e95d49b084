import { isPlainObject, type JsonObject, type JsonValue } from '../lib/json.ts';
import { mostFormerPasswords } from './former-passwords.ts';
import type { PasswordRules } from './password-policy.ts';

const levels: readonly string[] = [
  'none',
  'low',
  'fair',
  'good',
  'excellent',
] satisfies PasswordRules['level'][];

// What Auth0's dashboard proposes.
const usualHistory = 5;

/**
 * What a connection's options ask of new passwords, under the names that Auth0 has for it. What is left out, or null, asks
 * nothing; nor does what is malformed: the edge lets nobody send that, but rows from before it looked may hold it.
 */
export function readPasswordRules(options: JsonObject): PasswordRules {
  const dictionary = part(options, 'password_dictionary');
  const words = dictionary['dictionary'];
  return {
    level: readLevel(options['passwordPolicy']),
    minLength: readCount(part(options, 'password_complexity_options')['min_length']) || null,
    dictionary: {
      enabled: dictionary['enable'] === true,
      words: Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [],
    },
    noPersonalInfo: part(options, 'password_no_personal_info')['enable'] === true,
    history: readHistory(part(options, 'password_history')),
  };
}

type Part = Readonly<Record<string, unknown>>;

function part(options: JsonObject, name: `password_${string}`): Part {
  const value = options[name];
  return isPlainObject(value) ? value : {};
}

function readLevel(value: JsonValue | undefined): PasswordRules['level'] {
  return typeof value === 'string' && isLevel(value) ? value : 'none';
}

function isLevel(value: string): value is PasswordRules['level'] {
  return levels.includes(value);
}

function readHistory({ enable, size }: Part): number {
  if (enable !== true) return 0;
  return Math.min(size === undefined ? usualHistory : readCount(size), mostFormerPasswords);
}

function readCount(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
