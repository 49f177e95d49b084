import type { JsonObject } from '../lib/json.ts';
import type { ConnectionOptions } from './connection.ts';
import {
  hasControlCharacters,
  isAcceptablePassword,
  isDeliverableEmail,
  isLooseEmail,
  isUsername,
} from './identifier.ts';
import { isSmallMetadata } from './metadata.ts';

/** A user as an operator describes it. */
export interface NewUser {
  /** Name of the connection. */
  readonly connection: string;
  /** With or without the `auth0|` prefix; made here when null. */
  readonly userId: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly username: string | null;
  readonly password: string;
  readonly name: string | null;
  readonly nickname: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly picture: string | null;
  readonly phoneNumber: string | null;
  readonly blocked: boolean;
  readonly userMetadata: JsonObject;
  readonly appMetadata: JsonObject;
}

/** What is wrong with a new user on a connection of these options, for the operator; `undefined` when nothing is. */
export function faultInNewUser(
  draft: NewUser,
  options: Pick<ConnectionOptions, 'requiresUsername'>,
): string | undefined {
  const { email, username } = draft;
  if (email === null && !options.requiresUsername) return 'The email is required on this connection.';
  if (username === null && options.requiresUsername) return 'The username is required on this connection.';
  return (
    faultInIdentifiers(draft, options) ??
    faultInNewEmail(email) ??
    faultInPassword(draft.password) ??
    (draft.userId !== null && hasControlCharacters(draft.userId)
      ? 'The user_id contains a control character.'
      : undefined) ??
    (isSmallMetadata(draft.userMetadata) ? undefined : 'user_metadata is too large.') ??
    (isSmallMetadata(draft.appMetadata) ? undefined : 'app_metadata is too large.')
  );
}

/** What is wrong with the email or username that a user is to have; null and undefined are nobody's to judge. */
export function faultInIdentifiers(
  { email, username }: { readonly email?: string | null; readonly username?: string | null },
  { requiresUsername }: Pick<ConnectionOptions, 'requiresUsername'>,
): string | undefined {
  if (username != null && !requiresUsername) {
    return 'A username cannot be set: the connection does not have requires_username.';
  }
  if (email != null && !isLooseEmail(email)) return notAnEmail;
  if (username != null && !isUsername(username)) {
    return 'The username must be 1 to 128 bytes long, without "@", white space and control characters.';
  }
  return undefined;
}

const notAnEmail = 'The email is not an email address.';

/** What is wrong with an email that is new here: who has it must be able to prove it, and to get a new password. */
export function faultInNewEmail(email: string | null): string | undefined {
  return email === null || isDeliverableEmail(email) ? undefined : notAnEmail;
}

/** What is wrong with a password on any connection; its rules are the policy's. */
export function faultInPassword(password: string): string | undefined {
  return isAcceptablePassword(password)
    ? undefined
    : 'The password must be 1 to 1,024 bytes long, without NUL.';
}
