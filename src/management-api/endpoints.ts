import { type Endpoint, scopesOf } from '../http/index.ts';
import { listActionsEndpoint } from './actions/actions.ts';
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
import { createResourceServerEndpoint } from './resource-servers/create.ts';
import { deleteResourceServerEndpoint } from './resource-servers/delete.ts';
import { getResourceServerEndpoint } from './resource-servers/get.ts';
import { listResourceServersEndpoint } from './resource-servers/list.ts';
import { patchResourceServerEndpoint } from './resource-servers/patch.ts';
import { listDoubtfulUsersEndpoint } from './segue/connections/doubtful-users.ts';
import { liftTombstoneEndpoint } from './segue/tombstones/delete.ts';
import { listTombstonesEndpoint } from './segue/tombstones/list.ts';
import { unmigrateUserEndpoint } from './segue/users/unmigrate.ts';
import { getSettingsEndpoint } from './tenants/settings/get.ts';
import { patchSettingsEndpoint } from './tenants/settings/patch.ts';
import { createVerificationTicketEndpoint } from './tickets/email-verification.ts';
import { createPasswordTicketEndpoint } from './tickets/password-change.ts';
import { createUserEndpoint } from './users/create.ts';
import { deleteUserEndpoint } from './users/delete.ts';
import { getUserEndpoint } from './users/get.ts';
import { listUsersEndpoint } from './users/list.ts';
import { listUserLogsEndpoint } from './users/logs.ts';
import { patchUserEndpoint } from './users/patch.ts';
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
  listActionsEndpoint,
];

/** Every scope that an endpoint asks for. */
export const managementScopes: readonly string[] = [...new Set(endpoints.flatMap(scopesOf))].toSorted();
