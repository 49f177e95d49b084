import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/** A row of the shop's table, with the names of its columns. */
export interface ShopUser {
  readonly user_id: number;
  readonly email: string;
  readonly nickname: string;
  readonly name: string;
  /** Unsalted, in hexadecimal: what shops of that age did, and the reason to leave. */
  readonly password_sha1: string;
  readonly created_at: string;
}

export interface UserTable {
  /** By email, in any case of letters. */
  find(email: string): ShopUser | undefined;
  /** Changes the columns given. Returns the row, or undefined when there is none of that id. */
  change(
    userId: number,
    columns: Partial<Pick<ShopUser, 'email' | 'nickname' | 'name'>>,
  ): ShopUser | undefined;
  close(): void;
}

const schema = `CREATE TABLE users (
  user_id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  nickname TEXT NOT NULL,
  name TEXT NOT NULL,
  password_sha1 TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT`;

/** The shop's user table, in memory: each start begins with the same users. */
export function openUserTable(users: readonly ShopUser[]): UserTable {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const insert = database.prepare(
    'INSERT INTO users VALUES (:user_id, :email, :nickname, :name, :password_sha1, :created_at)',
  );
  for (const user of users) insert.run({ ...user });
  const select = database.prepare('SELECT * FROM users WHERE email = ?');
  const update = database.prepare(
    `UPDATE users SET email = coalesce(?, email), nickname = coalesce(?, nickname), name = coalesce(?, name)
     WHERE user_id = ? RETURNING *`,
  );
  return {
    find: (email) => toUser(select.get(email)),
    change: (userId, { email, nickname, name }) =>
      toUser(update.get(email ?? null, nickname ?? null, name ?? null, userId)),
    close: () => database.close(),
  };
}

/** The hash that the shop stores and compares. */
export function hashShopPassword(password: string): string {
  return createHash('sha1').update(password).digest('hex');
}

function toUser(row: Record<string, SQLOutputValue> | undefined): ShopUser | undefined {
  if (row === undefined) return undefined;
  return {
    user_id: Number(row['user_id']),
    email: String(row['email']),
    nickname: String(row['nickname']),
    name: String(row['name']),
    password_sha1: String(row['password_sha1']),
    created_at: String(row['created_at']),
  };
}
