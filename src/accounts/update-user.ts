import type { Clock } from '../lib/clock.ts';
import { realChanges } from '../lib/real-changes.ts';
import type { AccountsRepositories, AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { isSmallMetadata, type MetadataPatch, patchedMetadata } from './metadata.ts';
import type { User, UserChanges } from './user.ts';

export interface UpdateUserNeeds {
  readonly store: AccountsStore;
  readonly clock: Clock;
}

/** What an operator changes of a user; keys left out stay as they are, null takes a value away. */
export interface UserPatch extends Omit<UserChanges, 'email' | 'username' | 'userMetadata' | 'appMetadata'> {
  readonly userMetadata?: MetadataPatch;
  readonly appMetadata?: MetadataPatch;
}

export type UpdateUserOutcome =
  | { readonly outcome: 'updated'; readonly user: User }
  | { readonly outcome: 'no-such-user' }
  | { readonly outcome: 'invalid'; readonly reason: string };

/**
 * Changes a user. Blocking ends all that earlier logins began, in the same transaction (S12). A patch that changes
 * nothing writes nothing.
 */
export async function updateUser(
  { store, clock }: UpdateUserNeeds,
  userId: string,
  patch: UserPatch,
  actor: Actor,
): Promise<UpdateUserOutcome> {
  return store.transact(async (tx) => {
    const user = await tx.users.findToChange(userId);
    if (user === undefined) return { outcome: 'no-such-user' };
    const changes = changesOf(user, patch);
    const reason = faultIn(changes);
    if (reason !== undefined) return { outcome: 'invalid', reason };
    if (Object.keys(changes).length === 0) return { outcome: 'updated', user };
    return write(tx, user, changes, clock.now(), actor);
  });
}

async function write(
  tx: AccountsRepositories,
  before: User,
  changes: UserChanges,
  now: number,
  actor: Actor,
): Promise<UpdateUserOutcome> {
  const { userId } = before;
  const written = await tx.users.update(userId, changes, now);
  if (written?.user === undefined) return { outcome: 'no-such-user' };
  if (changes.blocked === true) await tx.sessions.endAll(userId);
  const connection = await tx.connections.find(before.connectionId);
  await tx.events.record({
    kind: 'user-updated',
    changed: Object.keys(changes),
    ...actor,
    userId,
    identifier: before.email ?? before.username,
    connectionId: before.connectionId,
    connectionName: connection?.name ?? null,
  });
  return { outcome: 'updated', user: written.user };
}

function changesOf(user: User, { userMetadata, appMetadata, ...rest }: UserPatch): UserChanges {
  const wanted: UserChanges = {
    ...rest,
    ...(userMetadata === undefined ? {} : { userMetadata: patchedMetadata(user.userMetadata, userMetadata) }),
    ...(appMetadata === undefined ? {} : { appMetadata: patchedMetadata(user.appMetadata, appMetadata) }),
  };
  return realChanges(user, wanted);
}

function faultIn({ userMetadata = {}, appMetadata = {} }: UserChanges): string | undefined {
  if (!isSmallMetadata(userMetadata)) return 'user_metadata is too large.';
  return isSmallMetadata(appMetadata) ? undefined : 'app_metadata is too large.';
}
