import type { DoubtfulUsers } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';
import { userFromRow } from './user-row.ts';

/** The repository of doubtful users. */
export function createDoubtfulUsers(scope: Scope): DoubtfulUsers {
  return {
    add: (userId, foundAt) => scope.write((db) => addDoubtful(db, userId, foundAt)),
    list: (query) => scope.read((db) => listDoubtful(db, query)),
  };
}

async function addDoubtful(db: Db, userId: string, foundAt: number): Promise<boolean> {
  const email = db
    .selectFrom('user_identifiers')
    .select((select) => ['user_id', 'key', select.val(foundAt).as('found_at')])
    .where('user_id', '=', userId)
    .where('kind', '=', 'email');
  const added = await db
    .insertInto('doubtful_users')
    .columns(['user_id', 'email_key', 'found_at'])
    .expression(email)
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet((set) => ({
          email_key: set.ref('excluded.email_key'),
          found_at: set.ref('excluded.found_at'),
        }))
        .whereRef('doubtful_users.email_key', '!=', 'excluded.email_key'),
    )
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

async function listDoubtful(
  db: Db,
  { connectionId, offset, limit }: Parameters<DoubtfulUsers['list']>[0],
): ReturnType<DoubtfulUsers['list']> {
  const doubtful = db
    .selectFrom('doubtful_users')
    .innerJoin('users', 'users.user_id', 'doubtful_users.user_id')
    .innerJoin('user_identifiers', (join) =>
      join
        .onRef('user_identifiers.user_id', '=', 'doubtful_users.user_id')
        .onRef('user_identifiers.key', '=', 'doubtful_users.email_key')
        .on('user_identifiers.kind', '=', 'email'),
    )
    .where('users.connection_id', '=', connectionId)
    .where('users.email_verified', '=', 0);
  const rows = await doubtful
    .selectAll('users')
    .select('doubtful_users.found_at')
    .orderBy('users.user_id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await doubtful
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { users: rows.map((row) => ({ user: userFromRow(row), foundAt: row.found_at })), total };
}
