import { type Static, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox';
import { mostFormerPasswords, type PasswordRules } from '../accounts/index.ts';
import type { JsonObject } from '../lib/json.ts';
import { text } from './schemas.ts';

type Level = PasswordRules['level'];

const levels: readonly (Level | null)[] = [null, 'none', 'low', 'fair', 'good', 'excellent'];

/** What `options` say of new passwords, with Auth0's bounds. Keys that are not named here are kept as they are. */
export const passwordOptions = {
  passwordPolicy: Type.Optional(
    Type.Unsafe<Level | null>({ enum: levels, description: 'The strength that new passwords need' }),
  ),
  password_complexity_options: Type.Optional(
    nullableObject('The least length, in place of that of passwordPolicy', {
      min_length: Type.Optional(Type.Integer({ minimum: 1, maximum: 128 })),
    }),
  ),
  password_history: Type.Optional(
    nullableObject('Whether, and which, former passwords may not come back', {
      enable: Type.Boolean(),
      size: Type.Optional(Type.Integer({ minimum: 0, maximum: mostFormerPasswords })),
    }),
  ),
  password_dictionary: Type.Optional(
    nullableObject('Whether common and breached passwords, and these, are refused', {
      enable: Type.Boolean(),
      dictionary: Type.Optional(Type.Array(text(50), { maxItems: 200 })),
    }),
  ),
  password_no_personal_info: Type.Optional(
    nullableObject('Whether passwords with the name or the like of the user are refused', {
      enable: Type.Boolean(),
    }),
  ),
};

function nullableObject<P extends TProperties>(
  description: string,
  properties: P,
): TUnsafe<Static<ReturnType<typeof Type.Object<P>>> | null> {
  const schema: TSchema = Type.Object(properties, { additionalProperties: true, description });
  return Type.Unsafe({ ...schema, type: ['object', 'null'] });
}

// NIST SP 800-63B, 5.1.1.2
const usualLeastLength = 8;

/**
 * Options with what is usual where they do not speak of it, in clear: a connection refuses common passwords and those of
 * fewer than eight characters unless it is told otherwise, and shows that it does. With Auth0's newer `password_options`,
 * which exclude the older ones and which we keep but do not act on, nothing is added: its deploy tool refuses a file that
 * has both.
 */
export function withUsualRules(options: JsonObject): JsonObject {
  if ('password_options' in options) return options;
  const speaksOfStrength = 'passwordPolicy' in options || 'password_complexity_options' in options;
  return {
    ...(speaksOfStrength ? {} : { password_complexity_options: { min_length: usualLeastLength } }),
    password_dictionary: { enable: true },
    ...options,
  };
}
