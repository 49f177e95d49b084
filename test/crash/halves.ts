import assert from 'node:assert/strict';
import { readRows } from '../kit/read-rows.ts';

const made = `('signed-up', 'user-created', 'user-migrated')`;
const gone = `('user-deleted', 'user-unmigrated')`;

/** Parts of users without the rest; that there are no others foreign keys see to. */
const halves = `
  select 'user without password hash' as half, user_id from users
    where user_id not in (select user_id from password_hashes)
  union all select 'user without identifier', user_id from users
    where user_id not in (select user_id from user_identifiers)
  union all select 'user not made by exactly one event', user_id from users
    where (select count(*) from events where kind in ${made} and events.user_id = users.user_id) <> 1
  union all select 'event of a user who was never there', user_id from events
    where kind in ${made} and user_id not in (select user_id from users)
      and user_id not in (select user_id from events where kind in ${gone} and user_id is not null)`;

/** Looks through the whole database, past Segue, for anything that is there by half. */
export async function assertNoHalves(databaseUrl: string): Promise<void> {
  assert.deepEqual(await readRows(databaseUrl, halves), []);
}
