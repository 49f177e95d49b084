import { mostFormerPasswords, type PasswordHashes } from '../../accounts/index.ts';
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
    former: (userId, limit) => scope.read((db) => formerHashes(db, userId, limit)),
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
    .returning('credential_version')
    .executeTakeFirst();
  if (user === undefined) return false;
  await keepReplaced(db, userId, user.credential_version - 1);
  await db
    .insertInto('password_hashes')
    .values({ user_id: userId, hash: passwordHash })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ hash: passwordHash }))
    .execute();
  return true;
}

async function keepReplaced(db: Db, userId: string, credentialVersion: number): Promise<void> {
  const replaced = await findHash(db, userId);
  if (replaced === undefined) return;
  await db
    .insertInto('former_passwords')
    .values({ user_id: userId, credential_version: credentialVersion, hash: replaced })
    .execute();
  await db
    .deleteFrom('former_passwords')
    .where('user_id', '=', userId)
    .where('credential_version', 'not in', (select) =>
      select
        .selectFrom('former_passwords as kept')
        .select('kept.credential_version')
        .where('kept.user_id', '=', userId)
        .orderBy('kept.credential_version', 'desc')
        .limit(mostFormerPasswords),
    )
    .execute();
}

async function formerHashes(db: Db, userId: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('former_passwords')
    .select('hash')
    .where('user_id', '=', userId)
    .orderBy('credential_version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ hash }) => hash);
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
