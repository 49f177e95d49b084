import { type TSchema, Type } from 'typebox';
import { type Connection, idWithinConnection, type User } from '../accounts/index.ts';
import { inTenths } from './in-tenths.ts';
import { jsonObject, shown } from './schemas.ts';

/** A user in the API's form. */
export const userSchema: TSchema = shown('User', {
  user_id: Type.String(),
  email: Type.String(),
  email_verified: Type.Boolean(),
  username: Type.String(),
  name: Type.String(),
  nickname: Type.String(),
  given_name: Type.String(),
  family_name: Type.String(),
  picture: Type.String(),
  phone_number: Type.String(),
  user_metadata: jsonObject('What the user may change'),
  app_metadata: jsonObject('What only the operator may change'),
  blocked: Type.Boolean(),
  identities: Type.Array(
    Type.Object({
      connection: Type.String(),
      provider: Type.String(),
      user_id: Type.String(),
      isSocial: Type.Boolean(),
    }),
  ),
  created_at: Type.String(),
  updated_at: Type.String(),
  last_login: Type.String(),
  last_ip: Type.String(),
  logins_count: Type.Integer(),
  last_password_reset: Type.String(),
  segue: Type.Object(
    {
      origin: Type.String(),
      migrated_at: Type.Optional(Type.String()),
      script_version: Type.Optional(Type.String()),
      legacy_ms: Type.Optional(Type.Number()),
    },
    { description: 'How the user came to be here' },
  ),
});

/** A user as the API shows it. What is not known is left out. */
export function userForm(user: User, connection: Pick<Connection, 'name'> | undefined): object {
  return withoutNulls({
    user_id: user.userId,
    email: user.email,
    email_verified: user.emailVerified,
    username: user.username,
    name: user.name,
    nickname: user.nickname,
    given_name: user.givenName,
    family_name: user.familyName,
    picture: user.picture,
    phone_number: user.phoneNumber,
    user_metadata: user.userMetadata,
    app_metadata: user.appMetadata,
    blocked: user.blocked,
    identities: [
      {
        connection: connection?.name ?? '',
        provider: 'auth0',
        user_id: idWithinConnection(user.userId),
        isSocial: false,
      },
    ],
    created_at: date(user.createdAt),
    updated_at: date(user.updatedAt),
    last_login: date(user.lastLoginAt),
    last_ip: user.lastIp,
    logins_count: user.loginsCount,
    last_password_reset: date(user.lastPasswordChangeAt),
    segue: originForm(user),
  });
}

function originForm({ origin }: User): object {
  if (origin.how === 'created') return { origin: 'created' };
  return {
    origin: origin.how,
    migrated_at: date(origin.at),
    script_version: origin.scriptVersion,
    legacy_ms: inTenths(origin.legacyMs),
  };
}

function date(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}

function withoutNulls(form: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
}
