import { type Static, Type } from 'typebox';
import type { UserPatch } from '../accounts/index.ts';
import { jsonObject, nullableText, text } from './schemas.ts';

const maxTextCharacters = 1024;
const maxPictureCharacters = 2048;

/** Path of an endpoint about one user. */
export const userParams = Type.Object({ id: text(300, 'The user_id') });

/** What create and patch both take of a user. */
export const profileProperties = {
  email_verified: Type.Optional(Type.Boolean()),
  name: Type.Optional(nullableText(maxTextCharacters)),
  nickname: Type.Optional(nullableText(maxTextCharacters)),
  given_name: Type.Optional(nullableText(maxTextCharacters)),
  family_name: Type.Optional(nullableText(maxTextCharacters)),
  picture: Type.Optional(nullableText(maxPictureCharacters)),
  phone_number: Type.Optional(nullableText(32)),
  blocked: Type.Optional(Type.Boolean()),
  user_metadata: Type.Optional(jsonObject('What the user may change')),
  app_metadata: Type.Optional(jsonObject('What only the operator may change')),
};

const profile = Type.Object(profileProperties);

/** What a body says of a user, in our words; what it does not say is left out. */
export function readProfile(body: Static<typeof profile>): UserPatch {
  const named = {
    emailVerified: body.email_verified,
    name: body.name,
    nickname: body.nickname,
    givenName: body.given_name,
    familyName: body.family_name,
    picture: body.picture,
    phoneNumber: body.phone_number,
    blocked: body.blocked,
    userMetadata: body.user_metadata,
    appMetadata: body.app_metadata,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
