import type { TenantStore } from '../../tenant/index.ts';
import type { Scope } from '../scope.ts';
import { createClientGrants } from './client-grants.ts';
import { createClients } from './clients.ts';
import { createResourceServers } from './resource-servers.ts';
import { createSettings } from './settings.ts';
import { createSigningKeys } from './signing-keys.ts';

/** The port of `tenant`, on a database. */
export function createTenantStore(scope: Scope): TenantStore {
  return {
    clients: createClients(scope),
    resourceServers: createResourceServers(scope),
    clientGrants: createClientGrants(scope),
    signingKeys: createSigningKeys(scope),
    settings: createSettings(scope),
  };
}
