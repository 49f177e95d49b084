import type { Clock } from '../lib/clock.ts';
import { realChanges } from '../lib/real-changes.ts';
import type { AccountsRepositories, AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { changePassword } from './change-password.ts';
import type { Connection } from './connection.ts';
import { endAllOf } from './end-all-of.ts';
import type { AccountEvent } from './event.ts';
import { identifierKey } from './identifier.ts';
import { type IdentifierVerdict, judgeIdentifiers } from './judge-identifiers.ts';
import { judgeNewPassword } from './judge-new-password.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { noticeJob } from './letter-job.ts';
import { isSmallMetadata, type MetadataPatch, patchedMetadata } from './metadata.ts';
import { faultInNewEmail, faultInPassword } from './new-user.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RefusedPassword, RefusedPasswordNeeds } from './refused-password.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';
import type { User, UserChanges } from './user.ts';

export interface UpdateUserNeeds extends RefusedPasswordNeeds, SendVerificationNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly passwords: Pick<PasswordHasher, 'hash' | 'verify'>;
  readonly clock: Clock;
}

/** What an operator changes of a user; keys left out stay as they are, null takes a value away. */
export interface UserPatch extends Omit<UserChanges, 'email' | 'username' | 'userMetadata' | 'appMetadata'> {
  readonly email?: string;
  readonly username?: string;
  readonly password?: string;
  readonly userMetadata?: MetadataPatch;
  readonly appMetadata?: MetadataPatch;
  /** Whether a new address is asked by mail to prove itself; left out, when `emailVerified` is left out too. */
  readonly verifyEmail?: boolean;
}

export type UpdateUserOutcome =
  | { readonly outcome: 'updated'; readonly user: User }
  | { readonly outcome: 'no-such-user' }
  | { readonly outcome: 'invalid'; readonly reason: string }
  | { readonly outcome: 'taken'; readonly taken: 'email' | 'username' }
  | RefusedPassword
  /** The legacy system could not be asked whether the new email or username is free; nothing was changed. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

/**
 * Changes a user. A new email or username must be free, here and in the legacy system (F10); the old address is told of a
 * new one. A new password, email, username or a block ends all that earlier logins began, in the same transaction (S12). A
 * patch that changes nothing writes nothing.
 *
 * @throws HashQueueFull
 */
export async function updateUser(
  needs: UpdateUserNeeds,
  userId: string,
  patch: UserPatch,
  actor: Actor,
): Promise<UpdateUserOutcome> {
  const seen = await needs.store.users.find(userId);
  if (seen === undefined) return { outcome: 'no-such-user' };
  const connection = await needs.store.connections.find(seen.connectionId);
  if (connection === undefined) return { outcome: 'no-such-user' };
  const unfit = isNewAddress(seen, patch) ? faultInNewEmail(patch.email ?? null) : undefined;
  if (unfit !== undefined) return { outcome: 'invalid', reason: unfit };
  const verdict = await judgeIdentifiers(needs, connection, seen, patch, actor);
  const place = { connection, actor };
  if (verdict.verdict !== 'free') return refuseIdentifier(needs.store, seen, verdict, place);
  const password = await newPassword(needs, connection, { ...seen, ...patch, userId }, patch.password);
  if ('outcome' in password) return password;
  return needs.store.transact(async (tx) => {
    const user = await tx.users.findToChange(userId);
    if (user === undefined) return { outcome: 'no-such-user' };
    const changes = changesOf(user, patch);
    const reason = faultIn(changes);
    if (reason !== undefined) return { outcome: 'invalid', reason };
    return write(needs, tx, { before: user, changes, patch, place, ...password });
  });
}

type Password = { readonly passwordHash?: string };

async function newPassword(
  needs: UpdateUserNeeds,
  connection: Connection,
  person: User,
  password: string | undefined,
): Promise<Password | Extract<UpdateUserOutcome, { outcome: 'invalid' | 'refused-password' }>> {
  if (password === undefined) return {};
  const reason = faultInPassword(password);
  if (reason !== undefined) return { outcome: 'invalid', reason };
  const refusal = await judgeNewPassword(needs, password, connection, person);
  return refusal ?? { passwordHash: await needs.passwords.hash(password) };
}

/** Where a change is made, and on whose behalf: for its events. */
interface Place {
  readonly connection: Connection;
  readonly actor: Actor;
}

interface Change extends Password {
  readonly before: User;
  readonly changes: UserChanges;
  readonly patch: UserPatch;
  readonly place: Place;
}

async function write(
  needs: UpdateUserNeeds,
  tx: AccountsRepositories,
  { before, changes, patch, place, passwordHash }: Change,
): Promise<UpdateUserOutcome> {
  const at = needs.clock.now();
  const changed = Object.keys(changes);
  if (changed.length > 0) {
    const written = await tx.users.update(before.userId, changes, at);
    if (written === undefined) return { outcome: 'no-such-user' };
    if (!written.done)
      return { outcome: 'taken', taken: written.taken === 'username' ? 'username' : 'email' };
    if (changed.some((name) => endsLogins.has(name))) await endAllOf(tx, before);
    await record(tx, before, place, { kind: 'user-updated', changed });
  }
  const user = { ...before, ...changes };
  if (isNewAddress(before, changes)) await tellOfNewAddress(needs, tx, { before, user, patch, place, at });
  if ('username' in changes) await record(tx, user, place, { kind: 'username-changed' });
  if (passwordHash !== undefined) {
    const { emailVerified } = user;
    const { actor } = place;
    await changePassword(tx, user, { passwordHash, at, by: 'operator', actor, emailVerified, languages: [] });
  }
  const now = await tx.users.find(before.userId);
  return now === undefined ? { outcome: 'no-such-user' } : { outcome: 'updated', user: now };
}

const endsLogins: ReadonlySet<string> = new Set<keyof UserChanges>(['email', 'username', 'blocked']);

async function tellOfNewAddress(
  needs: UpdateUserNeeds,
  tx: AccountsRepositories,
  change: { before: User; user: User; patch: UserPatch; place: Place; at: number },
): Promise<void> {
  const { before, patch, place, at } = change;
  await record(tx, change.user, place, { kind: 'email-changed' });
  if (before.email !== null) await tx.jobs.add(noticeJob('email-changed', before, { to: before.email, at }));
  const asksForProof = patch.verifyEmail ?? patch.emailVerified === undefined;
  const user = asksForProof ? await tx.users.find(before.userId) : undefined;
  if (user !== undefined) await sendVerification(needs, tx, user, { clientId: place.actor.clientId });
}

async function refuseIdentifier(
  store: Pick<AccountsRepositories, 'events'>,
  user: User,
  verdict: Exclude<IdentifierVerdict, { verdict: 'free' }>,
  place: Place,
): Promise<UpdateUserOutcome> {
  switch (verdict.verdict) {
    case 'taken': {
      const { taken } = verdict;
      await record(store, user, place, { kind: 'identifier-change-refused', taken });
      return { outcome: 'taken', taken };
    }
    case 'invalid':
      return { outcome: 'invalid', reason: verdict.reason };
    case 'unavailable':
      return { outcome: 'unavailable', retryAfterSeconds: verdict.retryAfterSeconds };
    case 'script-fault':
      return { outcome: 'script-fault' };
  }
}

async function record(
  { events }: Pick<AccountsRepositories, 'events'>,
  { userId, email, username }: User,
  { connection, actor }: Place,
  event: AccountEvent,
): Promise<void> {
  const { id: connectionId, name: connectionName } = connection;
  const identifier = email ?? username;
  await events.record({ ...event, ...actor, userId, identifier, connectionId, connectionName });
}

/** A new address is not a verified one, unless the operator says so. */
function changesOf(user: User, patch: UserPatch): UserChanges {
  const {
    userMetadata,
    appMetadata,
    password: _password,
    verifyEmail: _verify,
    email,
    username,
    ...rest
  } = patch;
  const wanted: UserChanges = {
    ...rest,
    ...(email === undefined ? {} : { email: email.trim() }),
    ...(username === undefined ? {} : { username: username.trim() }),
    ...(userMetadata === undefined ? {} : { userMetadata: patchedMetadata(user.userMetadata, userMetadata) }),
    ...(appMetadata === undefined ? {} : { appMetadata: patchedMetadata(user.appMetadata, appMetadata) }),
  };
  const changes = realChanges(user, wanted);
  const isUnproven = isNewAddress(user, changes) && patch.emailVerified === undefined && user.emailVerified;
  return isUnproven ? { ...changes, emailVerified: false } : changes;
}

/** A change of letter case alone is the same address. */
function isNewAddress(before: User, { email }: UserChanges): boolean {
  if (email === undefined || email === null) return false;
  return before.email === null || identifierKey(email) !== identifierKey(before.email);
}

function faultIn({ userMetadata = {}, appMetadata = {} }: UserChanges): string | undefined {
  if (!isSmallMetadata(userMetadata)) return 'user_metadata is too large.';
  return isSmallMetadata(appMetadata) ? undefined : 'app_metadata is too large.';
}
