import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { isMigrationActive } from './connection.ts';
import { endAllOf } from './end-all-of.ts';
import { tombstoneOf } from './tombstone.ts';

export interface UnmigrateUserNeeds {
  readonly store: AccountsStore;
  readonly clock: Clock;
}

export type UnmigrateUserOutcome =
  | {
      readonly outcome: 'unmigrated';
      /** One was set here, so the legacy one does not open the door: it comes back by a password change (S7). */
      readonly needsNewPassword: boolean;
      /** It was blocked, and comes back so (S18). */
      readonly blocked: boolean;
    }
  | { readonly outcome: 'no-such-user' }
  /** It was created here: nobody stands behind it. */
  | { readonly outcome: 'not-migrated' }
  /** The connection asks no legacy system: the user would be lost. */
  | { readonly outcome: 'not-active' };

/**
 * Takes one user back to "ask the legacy system at the next login": what is here of it goes, with all that its logins began
 * (S12). What must outlive that stays behind in a lifted tombstone: a password that was set here (S7), a block (S18).
 */
export async function unmigrateUser(
  { store, clock }: UnmigrateUserNeeds,
  userId: string,
  actor: Actor,
): Promise<UnmigrateUserOutcome> {
  return store.transact(async (tx) => {
    const user = await tx.users.findToChange(userId);
    if (user === undefined) return { outcome: 'no-such-user' };
    if (user.origin.how === 'created') return { outcome: 'not-migrated' };
    const connection = await tx.connections.find(user.connectionId);
    if (connection === undefined || !isMigrationActive(connection)) return { outcome: 'not-active' };
    await endAllOf(tx, user);
    await tx.users.delete(userId);
    const tombstone = tombstoneOf(user, clock.now());
    const { passwordSetHere: needsNewPassword, blocked } = tombstone;
    if (needsNewPassword || blocked) await tx.tombstones.insert({ ...tombstone, state: 'lifted' });
    await tx.events.record({
      kind: 'user-unmigrated',
      ...actor,
      userId,
      identifier: user.email ?? user.username,
      connectionId: connection.id,
      connectionName: connection.name,
    });
    return { outcome: 'unmigrated', needsNewPassword, blocked };
  });
}
