import type { DoubtfulUser, DoubtfulUsers } from '../doubtful-user.ts';
import { identifierKey } from '../identifier.ts';
import type { User } from '../user.ts';
import { compareTexts, type State, type StateAccess } from './in-memory-state.ts';

/** The doubtful users of the in-memory store. */
export function inMemoryDoubtfulUsers({ read, write }: StateAccess): DoubtfulUsers {
  return {
    add: (userId, foundAt) =>
      write((state) => {
        const email = keyOf(state.users.get(userId));
        if (email === undefined || state.doubtfulUsers.get(userId)?.email === email) return false;
        state.doubtfulUsers.set(userId, { email, foundAt });
        return true;
      }),
    list: ({ connectionId, offset, limit }) =>
      read((state) => {
        const all = doubtfulIn(state).filter(({ user }) => user.connectionId === connectionId);
        return { users: all.slice(offset, offset + limit), total: all.length };
      }),
  };
}

function doubtfulIn({ users, doubtfulUsers }: State): readonly DoubtfulUser[] {
  return [...doubtfulUsers]
    .flatMap(([userId, { email, foundAt }]) => {
      const user = users.get(userId);
      return user !== undefined && !user.emailVerified && keyOf(user) === email ? [{ user, foundAt }] : [];
    })
    .toSorted((a, b) => compareTexts(a.user.userId, b.user.userId));
}

function keyOf(user: User | undefined): string | undefined {
  return user?.email == null ? undefined : identifierKey(user.email);
}
