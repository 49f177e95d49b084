import type { Clock } from '../lib/clock.ts';
import { newObjectId } from '../lib/object-id.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { identifierKey } from './identifier.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { existsInLegacy, type LegacyPresence } from './legacy-presence.ts';
import { faultInNewUser, type NewUser } from './new-user.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { firstCredentialVersion, subjectFor, type User } from './user.ts';

export interface CreateUserNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly passwords: Pick<PasswordHasher, 'hash'>;
  readonly clock: Clock;
}

export type CreateUserOutcome =
  | { readonly outcome: 'created'; readonly user: User }
  /** Here, or in the legacy system, or deleted here before: the operator is not told which. */
  | { readonly outcome: 'exists' }
  | { readonly outcome: 'no-such-connection' }
  | { readonly outcome: 'invalid'; readonly reason: string }
  /** The legacy system could not be asked; nothing was created. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

/**
 * Creates a local user. A user of that email or username exists when one is here or, while migration is active, when the
 * Get User script finds one: a second one would take its place. Nothing is written to the legacy system (F8).
 */
export async function createUser(
  needs: CreateUserNeeds,
  draft: NewUser,
  actor: Actor,
): Promise<CreateUserOutcome> {
  const connection = await needs.store.connections.findByName(draft.connection);
  if (connection === undefined) return { outcome: 'no-such-connection' };
  const reason = faultInNewUser(draft, connection.options);
  if (reason !== undefined) return { outcome: 'invalid', reason };
  if (await isHere(needs.store, connection, draft)) return { outcome: 'exists' };
  const elsewhere = await askLegacy(needs, connection, draft, actor);
  if (elsewhere.presence === 'exists') return { outcome: 'exists' };
  if (elsewhere.presence === 'unavailable') {
    return { outcome: 'unavailable', retryAfterSeconds: elsewhere.retryAfterSeconds };
  }
  if (elsewhere.presence === 'fault') return { outcome: 'script-fault' };
  const passwordHash = await needs.passwords.hash(draft.password);
  return insert(needs, newUser(draft, connection, needs.clock.now()), connection, passwordHash, actor);
}

function identifiersOf({ email, username }: NewUser): readonly string[] {
  return [email, username].filter((each) => each !== null);
}

async function isHere({ users }: AccountsStore, connection: Connection, draft: NewUser): Promise<boolean> {
  for (const identifier of identifiersOf(draft)) {
    const user = await users.findByIdentifier(connection.id, identifierKey(identifier));
    if (user !== undefined) return true;
  }
  return false;
}

async function askLegacy(
  needs: CreateUserNeeds,
  connection: Connection,
  draft: NewUser,
  actor: Actor,
): Promise<LegacyPresence> {
  if (!isMigrationActive(connection)) return { presence: 'absent' };
  for (const identifier of identifiersOf(draft)) {
    const found = await existsInLegacy(needs, connection, identifier.trim(), actor);
    if (found.presence !== 'absent') return found;
  }
  return { presence: 'absent' };
}

/** Unique keys decide between writers; a subject that a deleted user had is never given again (S8). */
async function insert(
  { store }: CreateUserNeeds,
  user: User,
  connection: Connection,
  passwordHash: string,
  actor: Actor,
): Promise<CreateUserOutcome> {
  return store.transact(async (tx) => {
    if ((await tx.connections.find(connection.id)) === undefined) return { outcome: 'no-such-connection' };
    const buried = await tx.tombstones.findAllOn(connection.id, { userId: user.userId, keys: [] });
    const retiredFrom = await tx.tombstones.retiredFrom(user.userId);
    if (buried.length > 0) return { outcome: 'exists' };
    if (retiredFrom !== undefined && retiredFrom !== connection.name) return { outcome: 'exists' };
    const written = await tx.users.insert(user, passwordHash);
    if (!written.done) return { outcome: 'exists' };
    const { id: connectionId, name: connectionName } = connection;
    await tx.events.record({
      kind: 'user-created',
      ...actor,
      userId: user.userId,
      identifier: user.email ?? user.username,
      connectionId,
      connectionName,
    });
    return { outcome: 'created', user };
  });
}

function newUser(draft: NewUser, connection: Connection, now: number): User {
  const { connection: _name, password: _password, userId, ...described } = draft;
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
