import type { Clock } from '../lib/clock.ts';
import { newObjectId } from '../lib/object-id.ts';
import type { AccountsRepositories, AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { identifierKey } from './identifier.ts';
import { type JudgeNewPasswordNeeds, judgeNewPassword } from './judge-new-password.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { existsInLegacy, type LegacyPresence } from './legacy-presence.ts';
import { faultInNewUser, type NewUser } from './new-user.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RefusedPassword } from './refused-password.ts';
import { firstCredentialVersion, subjectFor, type User } from './user.ts';

export interface AddUserNeeds extends JudgeNewPasswordNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly passwords: Pick<PasswordHasher, 'hash' | 'verify'>;
  readonly clock: Clock;
}

/** How the new user comes about. */
export interface Addition {
  readonly actor: Actor;
  readonly event: 'user-created' | 'signed-up';
  /** What else is written with the user, or not at all. */
  readonly alongside?: (tx: AccountsRepositories, user: User) => Promise<void>;
}

export type UnfitNewUser = { readonly outcome: 'invalid'; readonly reason: string } | RefusedPassword;

export type AddUserOutcome =
  | { readonly outcome: 'created'; readonly user: User }
  /** Here, or in the legacy system, or deleted here before. `where` is for the clock, and is told to nobody. */
  | {
      readonly outcome: 'exists';
      readonly taken: 'email' | 'username' | 'user_id';
      readonly where: 'here' | 'legacy';
    }
  | { readonly outcome: 'no-such-connection' }
  /** The legacy system could not be asked; nothing was created. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

/** Whether a new user's form and password will do, before anybody is asked for it. */
export async function judgeNewUser(
  needs: JudgeNewPasswordNeeds,
  connection: Connection,
  draft: NewUser,
): Promise<UnfitNewUser | undefined> {
  const reason = faultInNewUser(draft, connection.options);
  if (reason !== undefined) return { outcome: 'invalid', reason };
  return judgeNewPassword(needs, draft.password, connection, personOf(draft));
}

/**
 * Adds a local user whose form and password will do. A user of that email or username exists when one is here or, while migration is active, when the
 * Get User script finds one: a second one would take its place (F10). Nothing is written to the legacy system (F8).
 *
 * @throws HashQueueFull
 */
export async function addJudgedUser(
  needs: AddUserNeeds,
  connection: Connection,
  draft: NewUser,
  addition: Addition,
): Promise<AddUserOutcome> {
  const taken = await takenHere(needs.store, connection, draft);
  if (taken !== undefined) return { outcome: 'exists', taken, where: 'here' };
  const elsewhere = await askLegacy(needs, connection, draft, addition.actor);
  switch (elsewhere.presence) {
    case 'exists':
      return { outcome: 'exists', taken: elsewhere.taken, where: 'legacy' };
    case 'unavailable':
      return { outcome: 'unavailable', retryAfterSeconds: elsewhere.retryAfterSeconds };
    case 'fault':
      return { outcome: 'script-fault' };
    case 'absent': {
      const passwordHash = await needs.passwords.hash(draft.password);
      return insert(needs, connection, newUser(draft, connection, needs.clock.now()), passwordHash, addition);
    }
  }
}

function personOf({ connection: _name, password: _password, userId: _id, ...person }: NewUser) {
  return person;
}

type Named = { readonly taken: 'email' | 'username'; readonly identifier: string };

function identifiersOf({ email, username }: NewUser): readonly Named[] {
  return [
    ...(email === null ? [] : [{ taken: 'email', identifier: email } as const]),
    ...(username === null ? [] : [{ taken: 'username', identifier: username } as const]),
  ];
}

async function takenHere(
  { users }: AccountsStore,
  connection: Connection,
  draft: NewUser,
): Promise<Named['taken'] | undefined> {
  for (const { taken, identifier } of identifiersOf(draft)) {
    const user = await users.findByIdentifier(connection.id, identifierKey(identifier));
    if (user !== undefined) return taken;
  }
  return undefined;
}

type Elsewhere =
  | Exclude<LegacyPresence, { presence: 'exists' }>
  | { readonly presence: 'exists'; readonly taken: Named['taken'] };

async function askLegacy(
  needs: AddUserNeeds,
  connection: Connection,
  draft: NewUser,
  actor: Actor,
): Promise<Elsewhere> {
  if (!isMigrationActive(connection)) return { presence: 'absent' };
  for (const { taken, identifier } of identifiersOf(draft)) {
    const found = await existsInLegacy(needs, connection, identifier.trim(), actor);
    if (found.presence === 'exists') return { presence: 'exists', taken };
    if (found.presence !== 'absent') return found;
  }
  return { presence: 'absent' };
}

/** Unique keys decide between writers; a subject that a deleted user had is never given again (S8). */
async function insert(
  { store }: AddUserNeeds,
  connection: Connection,
  user: User,
  passwordHash: string,
  { actor, event, alongside }: Addition,
): Promise<AddUserOutcome> {
  return store.transact(async (tx) => {
    if ((await tx.connections.find(connection.id)) === undefined) return { outcome: 'no-such-connection' };
    const buried = await tx.tombstones.findAllOn(connection.id, { userId: user.userId, keys: [] });
    const retiredFrom = await tx.tombstones.retiredFrom(user.userId);
    if (buried.length > 0 || (retiredFrom !== undefined && retiredFrom !== connection.name)) {
      return { outcome: 'exists', taken: 'user_id', where: 'here' };
    }
    const written = await tx.users.insert(user, passwordHash);
    if (!written.done) return { outcome: 'exists', taken: written.taken, where: 'here' };
    const { id: connectionId, name: connectionName } = connection;
    await tx.events.record({
      kind: event,
      ...actor,
      userId: user.userId,
      identifier: user.email ?? user.username,
      connectionId,
      connectionName,
    });
    await alongside?.(tx, user);
    return { outcome: 'created', user };
  });
}

function newUser(draft: NewUser, connection: Connection, now: number): User {
  const { userId } = draft;
  const described = personOf(draft);
  const email = draft.email?.trim() ?? null;
  const username = draft.username?.trim() ?? null;
  return {
    ...described,
    userId: subjectFor(userId ?? newObjectId(now)),
    connectionId: connection.id,
    email,
    username,
    name: draft.name ?? email ?? username,
    nickname: draft.nickname ?? username ?? email?.split('@', 1)[0] ?? null,
    createdAt: now,
    updatedAt: now,
    lastLoginAt: null,
    lastIp: null,
    loginsCount: 0,
    lastPasswordChangeAt: null,
    credentialVersion: firstCredentialVersion(now),
    origin: { how: 'created' },
  };
}
