import type { AccountsStore } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import type { LoginBlocks } from './login-blocks.ts';
import { tellableIdentifier } from './login-events.ts';
import { type BlockedParty, placesOf } from './look-at-login-blocks.ts';

export interface LiftLoginBlocksNeeds {
  readonly store: Pick<AccountsStore, 'connections' | 'events'>;
  readonly loginBlocks: Pick<LoginBlocks, 'lift' | 'liftAddress'>;
  readonly digestKey: Uint8Array;
}

/** Forgets the failed logins that were counted against somebody; what an operator has blocked stays so. */
export async function liftLoginBlocks(
  { store, loginBlocks, digestKey }: LiftLoginBlocksNeeds,
  party: BlockedParty,
  actor: Actor,
): Promise<void> {
  const userId = 'user' in party ? party.user.userId : null;
  for (const { connection, identifier } of await placesOf(store, party)) {
    if (!(await loginBlocks.lift(connection, identifier))) continue;
    await store.events.record({
      kind: 'login-blocks-lifted',
      of: 'identifier',
      ...actor,
      userId,
      identifier: tellableIdentifier(digestKey, identifier, userId !== null),
      connectionId: connection.id,
      connectionName: connection.name,
    });
  }
}

/** Forgets what was counted against an address, at logins and at sign-ups. */
export async function liftAddressBlock(
  { store, loginBlocks }: LiftLoginBlocksNeeds,
  address: string,
  actor: Actor,
): Promise<void> {
  if (await loginBlocks.liftAddress(address))
    await store.events.record({ kind: 'login-blocks-lifted', of: 'address', address, ...actor });
}
