import type { TakenKey, UserOrder, UserPage, UserQuery, Users } from '../accounts-store.ts';
import { type IdentifierKey, identifierKey } from '../identifier.ts';
import type { User, UserChanges } from '../user.ts';
import { mostFound } from '../user-filter.ts';
import { compareTexts, removeUser, type State, type StateAccess, stored } from './in-memory-state.ts';
import { matchesFilter } from './matches-filter.ts';

/** The users of the in-memory store. */
export function inMemoryUsers({ read, write }: StateAccess): Users {
  return {
    find: (userId) => read((state) => state.users.get(userId)),
    findToChange: (userId) => write((state) => state.users.get(userId)),
    findByIdentifier: (connectionId, key) => read((state) => holderOf(state, connectionId, key)),
    findCredentials: (connectionId, key) =>
      read((state) => {
        const user = holderOf(state, connectionId, key);
        return user && { user, passwordHash: state.passwordHashes.get(user.userId) ?? null };
      }),
    findByEmail: (email) =>
      read((state) =>
        [...state.users.values()]
          .filter((user) => user.email !== null && identifierKey(user.email) === email)
          .sort((a, b) => a.createdAt - b.createdAt || compareTexts(a.userId, b.userId)),
      ),
    insert: (user, passwordHash) =>
      write((state) => {
        if (!state.connections.has(user.connectionId)) throw new Error('there is no such connection');
        const taken: TakenKey | undefined = state.users.has(user.userId) ? 'user_id' : takenBy(state, user);
        if (taken !== undefined) return { done: false, taken };
        state.users.set(user.userId, stored(user));
        if (passwordHash !== null) state.passwordHashes.set(user.userId, passwordHash);
        return { done: true };
      }),
    update: (userId, changes, at) =>
      write((state) => {
        const before = state.users.get(userId);
        if (before === undefined) return undefined;
        const user = stored(changedUser(before, changes, at));
        const taken = takenBy(state, user);
        if (taken !== undefined) return { done: false, taken };
        state.users.set(userId, user);
        return { done: true, user };
      }),
    recordLogin: (userId, { at, ip, credentialVersion }) =>
      write((state) => {
        const user = state.users.get(userId);
        if (user?.credentialVersion !== credentialVersion) return false;
        const loginsCount = user.loginsCount + 1;
        state.users.set(userId, { ...user, lastLoginAt: at, lastIp: ip, loginsCount });
        return true;
      }),
    delete: (userId) => write((state) => removeUser(state, userId)),
    list: (query) => read((state) => listUsers(state, query)),
  };
}

function keysOf(user: User): { readonly email?: IdentifierKey; readonly username?: IdentifierKey } {
  return {
    ...(user.email === null ? {} : { email: identifierKey(user.email) }),
    ...(user.username === null ? {} : { username: identifierKey(user.username) }),
  };
}

function holderOf(state: State, connectionId: string, key: IdentifierKey): User | undefined {
  return [...state.users.values()].find((user) => {
    const { email, username } = keysOf(user);
    return user.connectionId === connectionId && (email === key || username === key);
  });
}

/** Which of the user's identifiers another user of the connection holds, as email or as username (S17). */
function takenBy(state: State, user: User): 'email' | 'username' | undefined {
  const { email, username } = keysOf(user);
  const isTaken = (key: IdentifierKey | undefined): boolean => {
    const holder = key === undefined ? undefined : holderOf(state, user.connectionId, key);
    return holder !== undefined && holder.userId !== user.userId;
  };
  if (isTaken(email)) return 'email';
  return isTaken(username) ? 'username' : undefined;
}

function changedUser(user: User, changes: UserChanges, at: number): User {
  const changed = { ...user, ...changes, updatedAt: at };
  const raises = (['email', 'username', 'blocked'] as const).some((key) => changed[key] !== user[key]);
  return { ...changed, credentialVersion: user.credentialVersion + (raises ? 1 : 0) };
}

function listUsers(state: State, query: UserQuery): UserPage {
  const { filter } = query;
  const matching = [...state.users.values()]
    .filter(({ connectionId }) => query.connectionId === undefined || connectionId === query.connectionId)
    .filter((user) => filter === undefined || matchesFilter(user, filter));
  const after = query.afterUserId;
  const users = matching
    .filter(({ userId }) => after === undefined || compareTexts(userId, after) > 0)
    .sort(comparison(query))
    .slice(query.offset, query.offset + query.limit);
  if (!query.withTotal) return { users };
  return { users, total: filter === undefined ? matching.length : Math.min(matching.length, mostFound) };
}

const sortValues = {
  created_at: (user) => user.createdAt,
  updated_at: (user) => user.updatedAt,
  last_login: (user) => user.lastLoginAt,
  logins_count: (user) => user.loginsCount,
  user_id: (user) => user.userId,
  email: (user) => user.email,
  username: (user) => user.username,
  name: (user) => user.name,
  nickname: (user) => user.nickname,
  given_name: (user) => user.givenName,
  family_name: (user) => user.familyName,
} as const satisfies Record<UserOrder, (user: User) => string | number | null>;

function comparison({ sort, afterUserId }: UserQuery): (a: User, b: User) => number {
  const { by, direction } = sort ?? {
    by: afterUserId === undefined ? 'created_at' : 'user_id',
    direction: 'asc',
  };
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) =>
    sign * (compareValues(sortValues[by](a), sortValues[by](b)) || compareTexts(a.userId, b.userId));
}

/** Null is the smallest. */
function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
}
