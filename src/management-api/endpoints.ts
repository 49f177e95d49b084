import { type Endpoint, scopesOf } from '../http/index.ts';
import { checkBlockedIpEndpoint } from './anomaly/blocks/ips/check.ts';
import { deleteBlockedIpEndpoint } from './anomaly/blocks/ips/delete.ts';
import { getBreachedPasswordDetectionEndpoint } from './attack-protection/breached-password-detection/get.ts';
import { patchBreachedPasswordDetectionEndpoint } from './attack-protection/breached-password-detection/patch.ts';
import { getBruteForceProtectionEndpoint } from './attack-protection/brute-force-protection/get.ts';
import { patchBruteForceProtectionEndpoint } from './attack-protection/brute-force-protection/patch.ts';
import { getSuspiciousIpThrottlingEndpoint } from './attack-protection/suspicious-ip-throttling/get.ts';
import { patchSuspiciousIpThrottlingEndpoint } from './attack-protection/suspicious-ip-throttling/patch.ts';
import { createClientGrantEndpoint } from './client-grants/create.ts';
import { deleteClientGrantEndpoint } from './client-grants/delete.ts';
import { getClientGrantEndpoint } from './client-grants/get.ts';
import { listClientGrantsEndpoint } from './client-grants/list.ts';
import { patchClientGrantEndpoint } from './client-grants/patch.ts';
import { createClientEndpoint } from './clients/create.ts';
import { deleteClientEndpoint } from './clients/delete.ts';
import { getClientEndpoint } from './clients/get.ts';
import { listClientsEndpoint } from './clients/list.ts';
import { patchClientEndpoint } from './clients/patch.ts';
import { rotateClientSecretEndpoint } from './clients/rotate-secret.ts';
import { listConnectionClientsEndpoint } from './connections/clients/list.ts';
import { patchConnectionClientsEndpoint } from './connections/clients/patch.ts';
import { createConnectionEndpoint } from './connections/create.ts';
import { deleteConnectionEndpoint } from './connections/delete.ts';
import { getConnectionEndpoint } from './connections/get.ts';
import { listConnectionsEndpoint } from './connections/list.ts';
import { patchConnectionEndpoint } from './connections/patch.ts';
import { connectionStatusEndpoint } from './connections/status.ts';
import { deleteConnectionUserEndpoint } from './connections/users/delete.ts';
import { getJobEndpoint } from './jobs/get.ts';
import { sendVerificationEndpoint } from './jobs/verification-email.ts';
import { getSigningKeyEndpoint } from './keys/signing/get.ts';
import { listSigningKeysEndpoint } from './keys/signing/list.ts';
import { revokeSigningKeyEndpoint } from './keys/signing/revoke.ts';
import { rotateSigningKeysEndpoint } from './keys/signing/rotate.ts';
import { getLogEndpoint } from './logs/get.ts';
import { listLogsEndpoint } from './logs/list.ts';
import type { ManagementApiNeeds } from './needs.ts';
import { listActionsEndpoint } from './not-here/list-actions.ts';
import { deleteRefreshTokenEndpoint } from './refresh-tokens/delete.ts';
import { getRefreshTokenEndpoint } from './refresh-tokens/get.ts';
import { listRefreshTokensEndpoint } from './refresh-tokens/list.ts';
import { revokeRefreshTokensEndpoint } from './refresh-tokens/revoke.ts';
import { createResourceServerEndpoint } from './resource-servers/create.ts';
import { deleteResourceServerEndpoint } from './resource-servers/delete.ts';
import { getResourceServerEndpoint } from './resource-servers/get.ts';
import { listResourceServersEndpoint } from './resource-servers/list.ts';
import { patchResourceServerEndpoint } from './resource-servers/patch.ts';
import { listDoubtfulUsersEndpoint } from './segue/connections/doubtful-users.ts';
import { checkScriptsEndpoint } from './segue/connections/scripts/check.ts';
import { tryScriptEndpoint } from './segue/connections/scripts/try.ts';
import { liftTombstoneEndpoint } from './segue/tombstones/delete.ts';
import { listTombstonesEndpoint } from './segue/tombstones/list.ts';
import { unmigrateUserEndpoint } from './segue/users/unmigrate.ts';
import { deleteSessionEndpoint } from './sessions/delete.ts';
import { getSessionEndpoint } from './sessions/get.ts';
import { revokeSessionEndpoint } from './sessions/revoke.ts';
import { activeUsersEndpoint } from './stats/active-users.ts';
import { dailyStatsEndpoint } from './stats/daily.ts';
import { getSettingsEndpoint } from './tenants/settings/get.ts';
import { patchSettingsEndpoint } from './tenants/settings/patch.ts';
import { createVerificationTicketEndpoint } from './tickets/email-verification.ts';
import { createPasswordTicketEndpoint } from './tickets/password-change.ts';
import { deleteUserBlocksEndpoint } from './user-blocks/delete.ts';
import { deleteBlocksByIdentifierEndpoint } from './user-blocks/delete-by-identifier.ts';
import { listUserBlocksEndpoint } from './user-blocks/list.ts';
import { listBlocksByIdentifierEndpoint } from './user-blocks/list-by-identifier.ts';
import { createUserEndpoint } from './users/create.ts';
import { deleteUserEndpoint } from './users/delete.ts';
import { getUserEndpoint } from './users/get.ts';
import { listUsersEndpoint } from './users/list.ts';
import { listUserLogsEndpoint } from './users/logs.ts';
import { patchUserEndpoint } from './users/patch.ts';
import { deleteUserRefreshTokensEndpoint } from './users/refresh-tokens/delete.ts';
import { listUserRefreshTokensEndpoint } from './users/refresh-tokens/list.ts';
import { deleteUserSessionsEndpoint } from './users/sessions/delete.ts';
import { listUserSessionsEndpoint } from './users/sessions/list.ts';
import { usersByEmailEndpoint } from './users-by-email.ts';

/** Every endpoint of the Management API. */
export const endpoints: readonly Endpoint<ManagementApiNeeds>[] = [
  listConnectionsEndpoint,
  createConnectionEndpoint,
  getConnectionEndpoint,
  patchConnectionEndpoint,
  deleteConnectionEndpoint,
  connectionStatusEndpoint,
  listConnectionClientsEndpoint,
  patchConnectionClientsEndpoint,
  deleteConnectionUserEndpoint,
  listUsersEndpoint,
  createUserEndpoint,
  getUserEndpoint,
  patchUserEndpoint,
  deleteUserEndpoint,
  listUserLogsEndpoint,
  listUserSessionsEndpoint,
  deleteUserSessionsEndpoint,
  listUserRefreshTokensEndpoint,
  deleteUserRefreshTokensEndpoint,
  usersByEmailEndpoint,
  createPasswordTicketEndpoint,
  createVerificationTicketEndpoint,
  sendVerificationEndpoint,
  getJobEndpoint,
  listClientsEndpoint,
  createClientEndpoint,
  getClientEndpoint,
  patchClientEndpoint,
  deleteClientEndpoint,
  rotateClientSecretEndpoint,
  listClientGrantsEndpoint,
  createClientGrantEndpoint,
  getClientGrantEndpoint,
  patchClientGrantEndpoint,
  deleteClientGrantEndpoint,
  listResourceServersEndpoint,
  createResourceServerEndpoint,
  getResourceServerEndpoint,
  patchResourceServerEndpoint,
  deleteResourceServerEndpoint,
  getSettingsEndpoint,
  patchSettingsEndpoint,
  listSigningKeysEndpoint,
  getSigningKeyEndpoint,
  rotateSigningKeysEndpoint,
  revokeSigningKeyEndpoint,
  listLogsEndpoint,
  getLogEndpoint,
  listTombstonesEndpoint,
  liftTombstoneEndpoint,
  unmigrateUserEndpoint,
  listDoubtfulUsersEndpoint,
  getSessionEndpoint,
  deleteSessionEndpoint,
  revokeSessionEndpoint,
  listRefreshTokensEndpoint,
  revokeRefreshTokensEndpoint,
  getRefreshTokenEndpoint,
  deleteRefreshTokenEndpoint,
  listBlocksByIdentifierEndpoint,
  deleteBlocksByIdentifierEndpoint,
  listUserBlocksEndpoint,
  deleteUserBlocksEndpoint,
  checkBlockedIpEndpoint,
  deleteBlockedIpEndpoint,
  getBruteForceProtectionEndpoint,
  patchBruteForceProtectionEndpoint,
  getSuspiciousIpThrottlingEndpoint,
  patchSuspiciousIpThrottlingEndpoint,
  getBreachedPasswordDetectionEndpoint,
  patchBreachedPasswordDetectionEndpoint,
  activeUsersEndpoint,
  dailyStatsEndpoint,
  checkScriptsEndpoint,
  tryScriptEndpoint,
  listActionsEndpoint,
];

/** Every scope that an endpoint asks for. */
export const managementScopes: readonly string[] = [...new Set(endpoints.flatMap(scopesOf))].toSorted();
