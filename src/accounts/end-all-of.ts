import type { AccountsRepositories } from './accounts-store.ts';
import type { User } from './user.ts';

/** Ends, in the caller's transaction, all that a user's logins and requests began: sessions, tokens, links (S11, S12). */
export async function endAllOf(
  { sessions, tickets }: Pick<AccountsRepositories, 'sessions' | 'tickets'>,
  { userId, connectionId, email }: Pick<User, 'userId' | 'connectionId' | 'email'>,
): Promise<void> {
  await sessions.endAll(userId);
  await tickets.voidAllOf({ userId });
  if (email !== null) await tickets.voidAllOf({ connectionId, email }); // made before the user was here
}
