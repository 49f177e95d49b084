import type { User } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { userFromRow } from './user-row.ts';

/** Finds a user; where writers run side by side, its row is locked until the transaction ends. */
export async function findUserToChange(
  db: Db,
  hasRowLocks: boolean,
  userId: string,
): Promise<User | undefined> {
  if (hasRowLocks) await keepConnectionOf(db, userId);
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(hasRowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  return row && userFromRow(row);
}

/**
 * Whoever changes a user soon needs its connection too, and whoever deletes a connection has locked it before its users:
 * in the other order the two would wait for each other.
 */
async function keepConnectionOf(db: Db, userId: string): Promise<void> {
  await db
    .selectFrom('connections')
    .select('id')
    .where('id', '=', (of) => of.selectFrom('users').select('connection_id').where('user_id', '=', userId))
    .forKeyShare()
    .execute();
}
