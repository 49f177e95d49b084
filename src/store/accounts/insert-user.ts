import type { User, WriteOutcome } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { claimIdentifiers, identifiersOf } from './identifiers.ts';
import { insertSearchEntries } from './search/search-entries.ts';
import { countUser } from './search/user-counts.ts';
import { rowFromUser } from './user-row.ts';

/**
 * Writes a user with its identifiers and password hash. Unique keys decide, and a clash is not an error of the
 * database: PostgreSQL would end the whole transaction.
 */
export async function insertUser(db: Db, user: User, passwordHash: string | null): Promise<WriteOutcome> {
  const inserted = await db
    .insertInto('users')
    .values(rowFromUser(user))
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .returning('user_id')
    .executeTakeFirst();
  if (inserted === undefined) return { done: false, taken: 'user_id' };
  const taken = await claimIdentifiers(db, user, identifiersOf(user));
  if (taken !== undefined) {
    await db.deleteFrom('users').where('user_id', '=', user.userId).execute();
    return { done: false, taken };
  }
  await insertSearchEntries(db, user);
  await countUser(db, user.connectionId, 1);
  if (passwordHash !== null)
    await db.insertInto('password_hashes').values({ user_id: user.userId, hash: passwordHash }).execute();
  return { done: true };
}
