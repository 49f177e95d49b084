import type { StoredCredentials, User, Users } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { UserRow } from '../tables.ts';
import { findUserToChange } from './find-user-to-change.ts';
import { insertUser } from './insert-user.ts';
import { isAnsweredByIndex, listUsers } from './list-users.ts';
import { countUser } from './search/user-counts.ts';
import { updateUser } from './update-user.ts';
import { userFromRow } from './user-row.ts';

/** The repository of users. */
export function createUsers(scope: Scope): Users {
  return {
    find: (userId) => scope.read((db) => findUser(db, userId)),
    findToChange: (userId) => scope.atomically((db) => findUserToChange(db, scope.hasRowLocks, userId)),
    findByIdentifier: async (connectionId, key) =>
      (await scope.read((db) => findCredentials(db, connectionId, key)))?.user,
    findCredentials: (connectionId, key) => scope.read((db) => findCredentials(db, connectionId, key)),
    findByEmail: (email) => scope.read((db) => findByEmail(db, email)),
    insert: (user, passwordHash) => scope.atomically((db) => insertUser(db, user, passwordHash)),
    update: (userId, changes, at) =>
      scope.atomically((db) => updateUser(db, scope.hasRowLocks, { userId, changes, at })),
    recordLogin: (userId, login) => scope.write((db) => recordLogin(db, { userId, ...login })),
    delete: (userId) => scope.atomically((db) => deleteUser(db, userId)),
    list: (query) =>
      isAnsweredByIndex(query)
        ? scope.read((db) => listUsers(db, query))
        : scope.search((db) => listUsers(db, query)),
  };
}

const selectUser = prepared<{ userId: string }, UserRow>((db, gap) =>
  db.selectFrom('users').selectAll().where('user_id', '=', gap('userId')),
);

const selectCredentials = prepared<
  { connectionId: string; key: string },
  UserRow & { readonly hash: string | null }
>((db, gap) =>
  db
    .selectFrom('user_identifiers')
    .innerJoin('users', 'users.user_id', 'user_identifiers.user_id')
    .leftJoin('password_hashes', 'password_hashes.user_id', 'user_identifiers.user_id')
    .selectAll('users')
    .select('password_hashes.hash')
    .where('user_identifiers.key', '=', gap('key'))
    .where('user_identifiers.connection_id', '=', gap('connectionId')),
);

const countLogin = prepared<
  { userId: string; at: number; ip: string | null; credentialVersion: number },
  unknown
>((db, gap) =>
  db
    .updateTable('users')
    .set((set) => ({
      last_login_at: gap('at'),
      last_ip: gap('ip'),
      logins_count: set('logins_count', '+', 1),
    }))
    .where('user_id', '=', gap('userId'))
    .where('credential_version', '=', gap('credentialVersion')),
);

async function findUser(db: Db, userId: string): Promise<User | undefined> {
  const [row] = (await selectUser(db, { userId })).rows;
  return row && userFromRow(row);
}

async function findCredentials(
  db: Db,
  connectionId: string,
  key: string,
): Promise<StoredCredentials | undefined> {
  const [row] = (await selectCredentials(db, { connectionId, key })).rows;
  return row && { user: userFromRow(row), passwordHash: row.hash };
}

async function findByEmail(db: Db, email: string): Promise<readonly User[]> {
  const rows = await db
    .selectFrom('user_identifiers')
    .innerJoin('users', 'users.user_id', 'user_identifiers.user_id')
    .selectAll('users')
    .where('user_identifiers.key', '=', email)
    .where('user_identifiers.kind', '=', 'email')
    .orderBy('users.created_at')
    .orderBy('users.user_id')
    .execute();
  return rows.map(userFromRow);
}

async function recordLogin(db: Db, login: Parameters<typeof countLogin>[1]): Promise<boolean> {
  return (await countLogin(db, login)).numAffectedRows === 1n;
}

/** All that is the user's goes with it, by foreign keys: identifiers, password hash, what logins and search left behind. */
async function deleteUser(db: Db, userId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('users')
    .where('user_id', '=', userId)
    .returning('connection_id')
    .executeTakeFirst();
  if (deleted === undefined) return false;
  await countUser(db, deleted.connection_id, -1);
  return true;
}
