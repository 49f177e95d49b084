import { after, before } from 'node:test';
import type { Client } from './client.ts';
import type { ClientGrant } from './client-grant.ts';
import { sampleClient, sampleClientGrant, sampleResourceServer } from './fakes/samples.ts';
import type { ResourceServer } from './resource-server.ts';
import type { TenantStore } from './tenant-store.ts';

/** What the contract needs of an implementation. */
export interface TenantStoreFixture {
  /** Empty when it is opened. */
  readonly store: TenantStore;
  /** Enables a client for a connection of the implementation's, and says whether it still is. */
  enableForConnection(clientId: string): Promise<{ isEnabled(): Promise<boolean> }>;
  close(): Promise<void>;
}

export type OpenTenantStore = () => Promise<TenantStoreFixture>;

export interface TenantSuite {
  readonly store: TenantStore;
  readonly fixture: TenantStoreFixture;
  newClient(given?: Partial<Client>): Promise<Client>;
  newResourceServer(given?: Partial<ResourceServer>): Promise<ResourceServer>;
  /** A grant between a client and a resource server of its own, unless they are given. */
  newGrant(given?: Partial<ClientGrant>): Promise<ClientGrant>;
}

/** Opens a store before the tests of the surrounding suite and closes it after them. */
export function openForSuite(open: OpenTenantStore): TenantSuite {
  let opened: TenantStoreFixture | undefined;
  before(async () => {
    opened = await open();
  });
  after(async () => {
    await opened?.close();
  });
  const suite: TenantSuite = {
    get fixture() {
      if (opened === undefined) throw new Error('the store opens when the tests begin');
      return opened;
    },
    get store() {
      return suite.fixture.store;
    },
    newClient: async (given) => {
      const client = sampleClient(given);
      await suite.store.clients.insert(client);
      return client;
    },
    newResourceServer: async (given) => {
      const resourceServer = sampleResourceServer(given);
      await suite.store.resourceServers.insert(resourceServer);
      return resourceServer;
    },
    newGrant: async (given = {}) => {
      const clientId = given.clientId ?? (await suite.newClient()).clientId;
      const audience = given.audience ?? (await suite.newResourceServer()).identifier;
      const grant = sampleClientGrant({ ...given, clientId, audience });
      await suite.store.clientGrants.insert(grant);
      return grant;
    },
  };
  return suite;
}
