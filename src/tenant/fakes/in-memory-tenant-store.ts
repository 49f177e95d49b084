import type { Client } from '../client.ts';
import type { ClientGrant } from '../client-grant.ts';
import type { ResourceServer } from '../resource-server.ts';
import { initialSettings, type TenantSettings } from '../settings.ts';
import type { SigningKey } from '../signing-key.ts';
import type {
  ClientGrants,
  Clients,
  Page,
  PageQuery,
  ResourceServers,
  SigningKeys,
  TenantStore,
} from '../tenant-store.ts';

export interface InMemoryTenantStoreOptions {
  /** Is told when a client is deleted, so that the fake of `accounts` can take it off its connections. */
  readonly forgetClient?: (clientId: string) => Promise<void>;
}

interface State {
  readonly clients: Map<string, Client>;
  readonly resourceServers: Map<string, ResourceServer>;
  readonly clientGrants: Map<string, ClientGrant>;
}

/** A `TenantStore` that lives as long as the test, and keeps the port's contract. */
export function createInMemoryTenantStore({ forgetClient }: InMemoryTenantStoreOptions = {}): TenantStore {
  const state: State = { clients: new Map(), resourceServers: new Map(), clientGrants: new Map() };
  let settings: TenantSettings = initialSettings;
  return {
    clients: inMemoryClients(state, forgetClient ?? (async () => {})),
    resourceServers: inMemoryResourceServers(state),
    clientGrants: inMemoryClientGrants(state),
    signingKeys: inMemorySigningKeys(),
    settings: {
      get: async () => settings,
      update: async (changes) => {
        settings = stored({ ...settings, ...changes });
        return settings;
      },
    },
  };
}

function inMemoryClients(state: State, forgetClient: (clientId: string) => Promise<void>): Clients {
  const { clients, clientGrants } = state;
  return {
    find: async (clientId) => clients.get(clientId),
    insert: async (client) => {
      if (clients.has(client.clientId)) return false;
      clients.set(client.clientId, stored(client));
      return true;
    },
    update: async (clientId, changes) => change(clients, clientId, changes),
    delete: async (clientId) => {
      for (const grant of clientGrants.values())
        if (grant.clientId === clientId) clientGrants.delete(grant.id);
      const deleted = clients.delete(clientId);
      if (deleted) await forgetClient(clientId);
      return deleted;
    },
    list: async (page) => {
      const matching = [...clients.values()].filter(
        ({ appType }) => page.appTypes === undefined || page.appTypes.includes(appType ?? ''),
      );
      return pageOf(matching, page, ({ clientId }) => clientId);
    },
  };
}

function inMemoryResourceServers({ resourceServers, clientGrants }: State): ResourceServers {
  const findByIdentifier = (identifier: string): ResourceServer | undefined =>
    [...resourceServers.values()].find((each) => each.identifier === identifier);
  return {
    find: async (id) => resourceServers.get(id),
    findByIdentifier: async (identifier) => findByIdentifier(identifier),
    insert: async (resourceServer) => {
      if (resourceServers.has(resourceServer.id)) throw new Error('there is such a resource server already');
      if (findByIdentifier(resourceServer.identifier) !== undefined) return false;
      resourceServers.set(resourceServer.id, stored(resourceServer));
      return true;
    },
    update: async (id, changes) => change(resourceServers, id, changes),
    delete: async (id) => {
      const audience = resourceServers.get(id)?.identifier;
      for (const grant of clientGrants.values())
        if (grant.audience === audience) clientGrants.delete(grant.id);
      return resourceServers.delete(id);
    },
    list: async (page) => {
      const matching = [...resourceServers.values()].filter(
        ({ identifier }) => page.identifiers === undefined || page.identifiers.includes(identifier),
      );
      return pageOf(matching, page, ({ id }) => id);
    },
  };
}

function inMemoryClientGrants({ clients, resourceServers, clientGrants }: State): ClientGrants {
  const findFor = (clientId: string, audience: string): ClientGrant | undefined =>
    [...clientGrants.values()].find((each) => each.clientId === clientId && each.audience === audience);
  return {
    find: async (id) => clientGrants.get(id),
    findFor: async (clientId, audience) => findFor(clientId, audience),
    insert: async (grant) => {
      if (findFor(grant.clientId, grant.audience) !== undefined) return false;
      if (!clients.has(grant.clientId)) throw new Error('there is no such client');
      if (![...resourceServers.values()].some(({ identifier }) => identifier === grant.audience))
        throw new Error('there is no such resource server');
      clientGrants.set(grant.id, stored(grant));
      return true;
    },
    update: async (id, scope) => change(clientGrants, id, { scope }),
    delete: async (id) => clientGrants.delete(id),
    list: async (page) => {
      const matching = [...clientGrants.values()].filter(
        ({ clientId, audience }) =>
          (page.clientId === undefined || clientId === page.clientId) &&
          (page.audience === undefined || audience === page.audience),
      );
      return pageOf(matching, page, ({ id }) => id);
    },
  };
}

function inMemorySigningKeys(): SigningKeys {
  const keys = new Map<string, SigningKey>();
  const stateOf = (kid: string): SigningKey['state'] | undefined => keys.get(kid)?.state;
  return {
    list: async () =>
      [...keys.values()].toSorted((a, b) => b.createdAt - a.createdAt || (a.kid < b.kid ? 1 : -1)),
    insert: async (key) => {
      if ([...keys.values()].some(({ state }) => state === key.state)) return false;
      keys.set(key.kid, stored(key));
      return true;
    },
    rotate: async ({ current, next }, at) => {
      if (stateOf(current) !== 'current' || stateOf(next) !== 'next') return false;
      change(keys, current, { state: 'previous', currentUntil: at });
      change(keys, next, { state: 'current', currentSince: at });
      return true;
    },
    revoke: async (kid, at) => {
      const state = stateOf(kid);
      const mayBe = state === 'next' || state === 'previous';
      return mayBe ? change(keys, kid, { state: 'revoked', revokedAt: at }) : undefined;
    },
  };
}

function change<T>(values: Map<string, T>, id: string, changes: Partial<NoInfer<T>>): T | undefined {
  const before = values.get(id);
  if (before === undefined) return undefined;
  const after = stored({ ...before, ...changes });
  values.set(id, after);
  return after;
}

function pageOf<T>(matching: readonly T[], page: PageQuery, idOf: (value: T) => string): Page<T> {
  const { afterId } = page;
  const items = matching
    .filter((value) => afterId === undefined || compareTexts(idOf(value), afterId) > 0)
    .toSorted((a, b) => compareTexts(idOf(a), idOf(b)))
    .slice(page.offset, page.offset + page.limit);
  return { items, total: matching.length };
}

/** A copy such as a database gives back: through JSON, and sharing nothing with the original. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** By code point, as the databases compare; `<` compares UTF-16 units. */
function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
