import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { endAllOf } from './end-all-of.ts';
import { tombstoneOf } from './tombstone.ts';

export interface DeleteUserNeeds {
  readonly store: AccountsStore;
  readonly clock: Clock;
}

/**
 * Deletes a user with its password hash and all that its logins began (S12), and leaves a tombstone, so that the legacy
 * user behind it does not come back. Deleting nobody is no error.
 */
export async function deleteUser(
  { store, clock }: DeleteUserNeeds,
  userId: string,
  actor: Actor,
): Promise<void> {
  await store.transact(async (tx) => {
    const user = await tx.users.findToChange(userId);
    if (user === undefined) return;
    const connection = await tx.connections.find(user.connectionId);
    await endAllOf(tx, user);
    await tx.users.delete(userId);
    if (connection !== undefined) await tx.tombstones.insert(tombstoneOf(user, clock.now()));
    await tx.events.record({
      kind: 'user-deleted',
      ...actor,
      userId,
      identifier: user.email ?? user.username,
      connectionId: user.connectionId,
      connectionName: connection?.name ?? null,
    });
  });
}
