import type { User, UserChanges } from '../../accounts/index.ts';
import { fromJson, toJson } from '../json-text.ts';
import type { Flag, UserRow } from '../tables.ts';

/** The user that a row holds. */
export function userFromRow(row: UserRow): User {
  return {
    userId: row.user_id,
    connectionId: row.connection_id,
    email: row.email,
    emailVerified: row.email_verified === 1,
    username: row.username,
    name: row.name,
    nickname: row.nickname,
    givenName: row.given_name,
    familyName: row.family_name,
    picture: row.picture,
    phoneNumber: row.phone_number,
    userMetadata: fromJson(row.user_metadata),
    appMetadata: fromJson(row.app_metadata),
    blocked: row.blocked === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastLoginAt: row.last_login_at,
    lastIp: row.last_ip,
    loginsCount: row.logins_count,
    lastPasswordChangeAt: row.last_password_change_at,
    credentialVersion: row.credential_version,
    origin: fromJson(row.origin),
  };
}

/** The row that holds a user. */
export function rowFromUser(user: User): UserRow {
  return {
    user_id: user.userId,
    connection_id: user.connectionId,
    email: user.email,
    email_verified: toFlag(user.emailVerified),
    username: user.username,
    name: user.name,
    nickname: user.nickname,
    given_name: user.givenName,
    family_name: user.familyName,
    picture: user.picture,
    phone_number: user.phoneNumber,
    user_metadata: toJson(user.userMetadata),
    app_metadata: toJson(user.appMetadata),
    blocked: toFlag(user.blocked),
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    last_login_at: user.lastLoginAt,
    last_ip: user.lastIp,
    logins_count: user.loginsCount,
    last_password_change_at: user.lastPasswordChangeAt,
    credential_version: user.credentialVersion,
    origin: toJson(user.origin),
  };
}

/** How a truth value is stored. */
export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}

/** The user after the changes: `updatedAt` moves, and a change that ends earlier logins raises the version (S6). */
export function changedUser(user: User, changes: UserChanges, at: number): User {
  const changed = { ...user, ...changes, updatedAt: at };
  const endsLogins =
    changed.email !== user.email || changed.username !== user.username || changed.blocked !== user.blocked;
  return endsLogins ? { ...changed, credentialVersion: user.credentialVersion + 1 } : changed;
}
