import type { Client } from './client.ts';
import type { ClientGrant } from './client-grant.ts';
import type { ResourceServer } from './resource-server.ts';
import type { TenantSettings } from './settings.ts';
import type { SigningKey } from './signing-key.ts';

/** Port: everything that the operator has set up, connections apart. Each call is a transaction of its own. */
export interface TenantStore {
  readonly clients: Clients;
  readonly resourceServers: ResourceServers;
  readonly clientGrants: ClientGrants;
  readonly signingKeys: SigningKeys;
  readonly settings: SettingsRepository;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** `afterId` (paging by checkpoint) and `offset` are alternatives. */
export interface PageQuery {
  readonly offset: number;
  readonly limit: number;
  readonly afterId?: string;
}

export interface Clients {
  find(clientId: string): Promise<Client | undefined>;
  /** False when the id is taken. */
  insert(client: Client): Promise<boolean>;
  /** Writes the changes; `undefined` when there is no such client. */
  update(
    clientId: string,
    changes: Partial<Omit<Client, 'clientId' | 'createdAt'>>,
  ): Promise<Client | undefined>;
  /** Removes the client with its grants, and from the connections that it was enabled for. */
  delete(clientId: string): Promise<boolean>;
  /** By client id. */
  list(page: PageQuery & { readonly appTypes?: readonly string[] }): Promise<Page<Client>>;
}

export interface ResourceServers {
  find(id: string): Promise<ResourceServer | undefined>;
  findByIdentifier(identifier: string): Promise<ResourceServer | undefined>;
  /** False when the identifier is taken. */
  insert(resourceServer: ResourceServer): Promise<boolean>;
  update(
    id: string,
    changes: Partial<Omit<ResourceServer, 'id' | 'identifier' | 'createdAt'>>,
  ): Promise<ResourceServer | undefined>;
  /** Removes the resource server with its client grants. */
  delete(id: string): Promise<boolean>;
  list(page: PageQuery & { readonly identifiers?: readonly string[] }): Promise<Page<ResourceServer>>;
}

export interface ClientGrants {
  find(id: string): Promise<ClientGrant | undefined>;
  findFor(clientId: string, audience: string): Promise<ClientGrant | undefined>;
  /** False when the client has a grant for this audience already. */
  insert(grant: ClientGrant): Promise<boolean>;
  update(id: string, scope: readonly string[]): Promise<ClientGrant | undefined>;
  delete(id: string): Promise<boolean>;
  list(
    page: PageQuery & { readonly clientId?: string; readonly audience?: string },
  ): Promise<Page<ClientGrant>>;
}

export interface SigningKeys {
  /** Newest first. */
  list(): Promise<readonly SigningKey[]>;
  /** Inserts a current or next key; false when there is one, which stays. */
  insert(key: SigningKey): Promise<boolean>;
  /**
   * Lets the key that is next sign from now on; the current one becomes a previous one. False, and nothing changes, when
   * they are not the current and the next one any more.
   */
  rotate(kids: { readonly current: string; readonly next: string }, at: number): Promise<boolean>;
  /** Revokes a key that does not sign; `undefined` when there is no such key in one of these states. */
  revoke(kid: string, at: number): Promise<SigningKey | undefined>;
}

export interface SettingsRepository {
  get(): Promise<TenantSettings>;
  update(changes: Partial<TenantSettings>): Promise<TenantSettings>;
}
