import type {
  Checkpoint,
  ManagedRefreshToken,
  ManagedSession,
  RefreshTokenOperations,
  SessionOperations,
} from './needs.ts';

interface Owned {
  readonly id: string;
  readonly userId: string;
}

function pageOfUser<T extends Owned>(
  all: ReadonlyMap<string, T>,
  userId: string,
  { afterId = '', limit }: Checkpoint,
): readonly T[] {
  return [...all.values()]
    .filter((each) => each.userId === userId && each.id > afterId)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

function removeAllOf<T extends Owned>(all: Map<string, T>, userId: string): void {
  for (const each of [...all.values()]) if (each.userId === userId) all.delete(each.id);
}

/** Refresh tokens that refresh nothing, in a list that a test can fill. */
export function createPlainRefreshTokens(): RefreshTokenOperations & {
  add(token: ManagedRefreshToken): void;
} {
  const tokens = new Map<string, ManagedRefreshToken>();
  return {
    add: (token) => void tokens.set(token.id, token),
    list: async (userId, { clientId, ...page }) =>
      pageOfUser(tokens, userId, page).filter(
        (token) => clientId === undefined || token.clientId === clientId,
      ),
    find: async (id) => tokens.get(id),
    revoke: async (id) => void tokens.delete(id),
    revokeAllOf: async (userId) => removeAllOf(tokens, userId),
  };
}

/** Sessions that nobody is in, in a list that a test can fill. */
export function createPlainSessions(
  refreshTokens: RefreshTokenOperations,
): SessionOperations & { add(session: ManagedSession): void } {
  const sessions = new Map<string, ManagedSession>();
  return {
    add: (session) => void sessions.set(session.id, session),
    list: async (userId, page) => pageOfUser(sessions, userId, page),
    find: async (id) => sessions.get(id),
    end: async (id) => void sessions.delete(id),
    revoke: async (id, actor) => {
      const session = sessions.get(id);
      if (session === undefined) return false;
      sessions.delete(id);
      for (const token of await refreshTokens.list(session.userId, { limit: 100 }))
        if (token.sessionId === id) await refreshTokens.revoke(token.id, actor);
      return true;
    },
    endAllOf: async (userId) => removeAllOf(sessions, userId),
  };
}
