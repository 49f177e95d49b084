import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';

export interface LiftTombstoneNeeds {
  readonly store: AccountsStore;
}

export type LiftTombstoneOutcome = { readonly outcome: 'lifted' } | { readonly outcome: 'no-such-tombstone' };

/**
 * Lets a deleted user's legacy user migrate again. What must outlive the deletion stays behind, lifted: a password set
 * here rules the legacy one out (S7), and who was blocked comes back blocked (S18).
 */
export async function liftTombstone(
  { store }: LiftTombstoneNeeds,
  id: string,
  actor: Actor,
): Promise<LiftTombstoneOutcome> {
  return store.transact(async (tx) => {
    const tombstone = await tx.tombstones.find(id);
    if (tombstone?.state !== 'standing') return { outcome: 'no-such-tombstone' };
    if (tombstone.passwordSetHere || tombstone.blocked) await tx.tombstones.setState(id, 'lifted');
    else await tx.tombstones.remove(id);
    const { userId, connectionId } = tombstone;
    const connection = await tx.connections.find(connectionId);
    await tx.events.record({
      kind: 'tombstone-lifted',
      ...actor,
      userId,
      identifier: tombstone.email ?? tombstone.username,
      connectionId,
      connectionName: connection?.name ?? null,
    });
    return { outcome: 'lifted' };
  });
}
