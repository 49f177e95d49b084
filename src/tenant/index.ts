/**
 * What the operator has set up: clients, the APIs they call, who may call what, signing keys, settings. One tenant a
 * deployment. Knows nothing of users (that is `accounts/`, which may enter here), nor of HTTP, SQL, files or processes.
 */
export type { AppType, Client, RefreshTokenPolicy } from './client.ts';
export { knownGrantTypes } from './client.ts';
export type { ClientGrant } from './client-grant.ts';
export type { ResourceServer, ResourceServerScope } from './resource-server.ts';
export type { TenantSettings } from './settings.ts';
export { initialSettings } from './settings.ts';
export type { SigningKey } from './signing-key.ts';
export type {
  ClientGrants,
  Clients,
  Page,
  PageQuery,
  ResourceServers,
  SettingsRepository,
  SigningKeys,
  TenantStore,
} from './tenant-store.ts';
