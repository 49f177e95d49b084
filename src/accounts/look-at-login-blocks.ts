import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { LoginBlocks } from './login-blocks.ts';
import type { User } from './user.ts';

/** Whose blocks are meant: a user's in its connection, or an identifier's in all of them, whether anybody has it or not. */
export type BlockedParty = { readonly user: User } | { readonly identifier: string };

export interface LookAtLoginBlocksNeeds {
  readonly store: Pick<AccountsStore, 'connections'>;
  readonly loginBlocks: Pick<LoginBlocks, 'at'>;
}

/** Where nobody can log in under an identifier for a while, since too many have tried to. */
export interface LoginBlock {
  readonly identifier: string;
  readonly connection: Connection;
  /** The network that is blocked; null: all of them. */
  readonly network: string | null;
}

/** The blocks that attack protection has put on somebody. An operator's own block of a user is another thing. */
export async function lookAtLoginBlocks(
  { store, loginBlocks }: LookAtLoginBlocksNeeds,
  party: BlockedParty,
  { isInForceOnly }: { readonly isInForceOnly: boolean },
): Promise<readonly LoginBlock[]> {
  const blocks: LoginBlock[] = [];
  for (const { connection, identifier } of await placesOf(store, party)) {
    const networks = await loginBlocks.at(connection, identifier, isInForceOnly);
    blocks.push(...networks.map((network) => ({ identifier, connection, network })));
  }
  return blocks;
}

/** Under which identifiers, and in which connections, failures of logins are counted against somebody. */
export async function placesOf(
  { connections }: Pick<AccountsStore, 'connections'>,
  party: BlockedParty,
): Promise<readonly { readonly connection: Connection; readonly identifier: string }[]> {
  if ('identifier' in party) {
    const { identifier } = party;
    return (await connections.list()).map((connection) => ({ connection, identifier }));
  }
  const connection = await connections.find(party.user.connectionId);
  if (connection === undefined) return [];
  const identifiers = [party.user.email, party.user.username].filter((each) => each !== null);
  return identifiers.map((identifier) => ({ connection, identifier }));
}
