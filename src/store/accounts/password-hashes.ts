import type { PasswordHashes } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';

/** The repository of password hashes. */
export function createPasswordHashes(scope: Scope): PasswordHashes {
  return {
    find: (userId) => scope.read((db) => findHash(db, userId)),
    replace: (userId, passwordHash, at) =>
      scope.atomically((db) => replaceHash(db, { userId, passwordHash, at })),
    compareAndSet: (userId, oldHash, newHash) =>
      scope.write((db) => compareAndSetHash(db, { userId, oldHash, newHash })),
  };
}

async function findHash(db: Db, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('password_hashes')
    .select('hash')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.hash;
}

async function replaceHash(
  db: Db,
  { userId, passwordHash, at }: { userId: string; passwordHash: string; at: number },
): Promise<boolean> {
  // The user's row comes first, everywhere: two who change the same user wait for each other instead of locking up.
  const user = await db
    .updateTable('users')
    .set((set) => ({ last_password_change_at: at, credential_version: set('credential_version', '+', 1) }))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (user.numUpdatedRows === 0n) return false;
  await db
    .insertInto('password_hashes')
    .values({ user_id: userId, hash: passwordHash })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ hash: passwordHash }))
    .execute();
  return true;
}

async function compareAndSetHash(
  db: Db,
  { userId, oldHash, newHash }: { userId: string; oldHash: string; newHash: string },
): Promise<boolean> {
  const updated = await db
    .updateTable('password_hashes')
    .set({ hash: newHash })
    .where('user_id', '=', userId)
    .where('hash', '=', oldHash)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}
