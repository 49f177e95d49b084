import assert from 'node:assert/strict';
import { readRows } from './read-rows.ts';

/** A part of a user without the rest: rows that no instant of a migrating login may leave behind. */
const halves = `
  select 'identifier of nobody' as half, user_id from user_identifiers
    where user_id not in (select user_id from users)
  union all select 'password hash of nobody', user_id from password_hashes
    where user_id not in (select user_id from users)
  union all select 'token of nobody', user_id from oidc_payloads
    where user_id is not null and user_id not in (select user_id from users)
  union all select 'event of nobody', user_id from events
    where kind in ('user-migrated', 'login-succeeded') and user_id not in (select user_id from users)
  union all select 'user without password hash', user_id from users
    where user_id not in (select user_id from password_hashes)
  union all select 'user without identifier', user_id from users
    where user_id not in (select user_id from user_identifiers)
  union all select 'user without exactly one user-migrated event', user_id from users
    where (select count(*) from events where kind = 'user-migrated' and events.user_id = users.user_id) <> 1
  union all select 'login without event, or event without login', user_id from users
    where logins_count <>
      (select count(*) from events where kind = 'login-succeeded' and events.user_id = users.user_id)`;

/** Looks up past Segue what a database has of a user, and throws where that is a part. */
export async function keptUser(databaseUrl: string, userId: string): Promise<'nobody' | 'whole user'> {
  const known = `select 'user' as half, user_id from users union all ${halves}`;
  const rows = await readRows(
    databaseUrl,
    `select half from (${known}) as found where user_id = '${userId}'`,
  );
  const parts = rows.map(({ half }) => half).filter((half) => half !== 'user');
  assert.deepEqual(parts, [], `a part of ${userId}`);
  return rows.length === 0 ? 'nobody' : 'whole user';
}
