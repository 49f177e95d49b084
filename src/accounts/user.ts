import type { JsonObject } from '../lib/json.ts';

/** What is known of a person, here or in a legacy system. */
export interface PersonDetails {
  /** As it was given, trimmed; unique in the connection by its lower-case form, together with usernames. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly username: string | null;
  readonly name: string | null;
  readonly nickname: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly picture: string | null;
  readonly phoneNumber: string | null;
  readonly userMetadata: JsonObject;
  readonly appMetadata: JsonObject;
  readonly blocked: boolean;
}

/** A person in the directory. Times are milliseconds since the Unix epoch. */
export interface User extends PersonDetails {
  /** `auth0|…`: unique in the tenant, the subject of every token, never used twice. */
  readonly userId: string;
  readonly connectionId: string;
  /** The sign-up date; for a migrated user the legacy system's, where its profile told it. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastLoginAt: number | null;
  readonly lastIp: string | null;
  readonly loginsCount: number;
  /** When the password was last changed here; null while it is the one that the user came with. */
  readonly lastPasswordChangeAt: number | null;
  /**
   * Rises with every change that must end what an earlier login began: password, email, block. Sessions, codes and
   * refresh tokens are written only while it is the one that the login verified (S6).
   */
  readonly credentialVersion: number;
  readonly origin: UserOrigin;
}

/** How a user came to be here. */
export type UserOrigin =
  | { readonly how: 'created' }
  | {
      readonly how: 'migrated-at-login' | 'migrated-at-password-change';
      readonly at: number;
      readonly scriptVersion: string;
      /** How long the legacy call took, in milliseconds. */
      readonly legacyMs: number;
    };

/** What can be changed of a user by an operator; keys left out stay as they are, null takes a value away. */
export type UserChanges = Partial<PersonDetails>;

/**
 * The credential version that a user begins with: the time of its creation, so that a token of an earlier life of the same
 * subject (deleted, and migrated again) is not taken for one of this life.
 */
export function firstCredentialVersion(now: number): number {
  return now;
}

const subjectPrefix = 'auth0|';

/** A `user_id` for a connection's own id; whoever leaves Auth0 keeps every subject, so a prefixed id stays as it is. */
export function subjectFor(id: string): string {
  return id.startsWith(subjectPrefix) ? id : subjectPrefix + id;
}

/** The id behind the `auth0|` prefix. */
export function idWithinConnection(userId: string): string {
  return userId.startsWith(subjectPrefix) ? userId.slice(subjectPrefix.length) : userId;
}
