import assert from 'node:assert/strict';
import type { Clock } from '../../lib/clock.ts';
import type { AccountsStore } from '../accounts-store.ts';
import type { Connection } from '../connection.ts';
import { newMigratedUser } from '../new-migrated-user.ts';
import { createInMemoryLegacy } from './in-memory-legacy.ts';
import { ada } from './log-in-fixture.ts';

/** Leaves what a first login of ada, with the password `right`, would have left. */
export async function migratedByLogin(
  where: { readonly store: AccountsStore; readonly connection: Connection; readonly clock: Clock },
  at = where.clock.now(),
): Promise<void> {
  const { store, connection } = where;
  const legacy = createInMemoryLegacy();
  legacy.put({ password: 'right', profile: ada });
  const answer = await legacy.find(connection, ada.email);
  if (answer.answer !== 'profile') assert.fail();
  const { scriptVersion, durationMs, profile } = answer;
  const user = newMigratedUser(
    connection.id,
    { userId: `auth0|${ada.id}`, profile, lifted: [] },
    { how: 'migrated-at-login', at, legacy: { scriptVersion, durationMs } },
  );
  assert.ok((await store.users.insert(user, 'today:right')).done);
}
