import type { TenantStore } from '../tenant/index.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';

export interface ConnectionForNeeds {
  readonly store: {
    readonly connections: Pick<AccountsStore['connections'], 'findForClient' | 'findByName'>;
  };
  readonly tenant: { readonly settings: Pick<TenantStore['settings'], 'get'> };
}

export type ConnectionForOutcome =
  | { readonly outcome: 'found'; readonly connection: Connection }
  /** No realm was named and the tenant has no default directory. */
  | { readonly outcome: 'no-default-directory' }
  /** No such connection, or it is not enabled for this client (for any, without one): nobody is told which. */
  | { readonly outcome: 'not-available' };

/** Whether a client may use a connection, by its id; false where there is no such connection. */
export async function mayUseConnection(
  { connections }: { readonly connections: Pick<AccountsStore['connections'], 'find'> },
  clientId: string,
  connectionId: string,
): Promise<boolean> {
  return (await connections.find(connectionId))?.enabledClients.includes(clientId) === true;
}

/**
 * Which connection is meant: the realm, else the tenant's default directory, among the connections enabled for the
 * client (S13); where a request may do without a client (null), among those that some client may use. Every edge asks
 * here.
 */
export async function connectionFor(
  needs: ConnectionForNeeds,
  clientId: string | null,
  realm?: string,
): Promise<ConnectionForOutcome> {
  const name = realm ?? (await needs.tenant.settings.get()).defaultDirectory;
  if (name === null) return { outcome: 'no-default-directory' };
  const { connections } = needs.store;
  const connection =
    clientId === null ? await inUse(connections, name) : await connections.findForClient(clientId, name);
  return connection === undefined ? { outcome: 'not-available' } : { outcome: 'found', connection };
}

async function inUse(
  connections: Pick<AccountsStore['connections'], 'findByName'>,
  name: string,
): Promise<Connection | undefined> {
  const connection = await connections.findByName(name);
  return connection !== undefined && connection.enabledClients.length > 0 ? connection : undefined;
}
