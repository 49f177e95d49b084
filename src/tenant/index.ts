/**
 * What the operator has set up: clients, the APIs they call, who may call what, signing keys, settings. One tenant a
 * deployment. Knows nothing of users (that is `accounts/`, which may enter here), nor of HTTP, SQL, files or processes.
 */

export { createAllowedOrigins } from './allowed-origins.ts';
export type {
  AttackProtectionSettings,
  AttemptRate,
  BruteForceProtection,
  SuspiciousIpThrottling,
} from './attack-protection-settings.ts';
export { ensureBootstrapClient, ensureManagementApi, type ManagementApi } from './bootstrap.ts';
export { type Brand, brandOf } from './brand.ts';
export type { AppType, Client, RefreshTokenPolicy } from './client.ts';
export { knownGrantTypes, unlimitedSeconds } from './client.ts';
export type { ClientGrant } from './client-grant.ts';
export { openClientSecret } from './client-secret.ts';
export {
  type CreateClientOutcome,
  createClient,
  defaultsFor,
  expiringLifetimes,
  type NewClient,
} from './create-client.ts';
export {
  type CreateResourceServerOutcome,
  createResourceServer,
  type NewResourceServer,
} from './create-resource-server.ts';
export { findResourceServer } from './find-resource-server.ts';
export { type GrantRefusal, grantClient, updateClientGrant } from './grant-client.ts';
export { liesUnder } from './lies-under.ts';
export { outranks } from './outranks.ts';
export type { ResourceServer, ResourceServerScope } from './resource-server.ts';
export { type RotateClientSecretOutcome, rotateClientSecret } from './rotate-client-secret.ts';
export type { TenantSettings } from './settings.ts';
export { initialSettings } from './settings.ts';
export type { SigningKey, SigningKeyState } from './signing-key.ts';
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
export { type ClientPatch, type UpdateClientOutcome, updateClient } from './update-client.ts';
export { type ResourceServerPatch, updateResourceServer } from './update-resource-server.ts';
