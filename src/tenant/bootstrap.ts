import { newObjectId } from '../lib/object-id.ts';
import { randomName } from '../lib/random-name.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { Client } from './client.ts';
import { clientSecretPlace, sealClientSecret } from './client-secret.ts';
import { defaultsFor } from './create-client.ts';
import type { ResourceServerScope } from './resource-server.ts';
import type { TenantStore } from './tenant-store.ts';

/** The Management API as a resource server: its identifier and every scope that an endpoint asks for. */
export interface ManagementApi {
  readonly identifier: string;
  readonly scopes: readonly string[];
}

const dayInSeconds = 86_400;

/** Makes the Management API's resource server, or brings its scopes up to date. Safe on several nodes at once. */
export async function ensureManagementApi(
  tenant: TenantStore,
  api: ManagementApi,
  now: number,
): Promise<void> {
  const scopes: readonly ResourceServerScope[] = api.scopes.map((value) => ({ value, description: null }));
  const there = await tenant.resourceServers.findByIdentifier(api.identifier);
  if (there !== undefined) {
    if (JSON.stringify(there.scopes) !== JSON.stringify(scopes))
      await tenant.resourceServers.update(there.id, { scopes });
    return;
  }
  await tenant.resourceServers.insert({
    id: newObjectId(now),
    identifier: api.identifier,
    name: 'Segue Management API',
    scopes,
    signingAlg: 'RS256',
    tokenLifetimeSeconds: dayInSeconds,
    tokenLifetimeForWebSeconds: 7_200,
    allowOfflineAccess: false,
    skipConsentForFirstParty: false,
    isSystem: true,
    createdAt: now,
  });
}

/**
 * Makes the operator's machine-to-machine client with every scope of the Management API, or sets its secret and scopes
 * to what the environment says now (S21).
 */
export async function ensureBootstrapClient(
  needs: { readonly tenant: TenantStore; readonly sealer: Sealer; readonly now: number },
  credentials: { readonly clientId: string; readonly clientSecret: string },
  api: ManagementApi,
): Promise<void> {
  const { tenant, sealer, now } = needs;
  const { clientId, clientSecret } = credentials;
  const there = await tenant.clients.find(clientId);
  if (there === undefined) {
    await tenant.clients.insert(
      bootstrapClient(clientId, sealClientSecret(sealer, clientId, clientSecret), now),
    );
  } else if (sealer.open(there.sealedSecret, clientSecretPlace(clientId)) !== clientSecret) {
    await tenant.clients.update(clientId, {
      sealedSecret: sealClientSecret(sealer, clientId, clientSecret),
      updatedAt: now,
    });
  }
  const grant = await tenant.clientGrants.findFor(clientId, api.identifier);
  const scope = api.scopes;
  if (grant !== undefined) await tenant.clientGrants.update(grant.id, scope);
  else
    await tenant.clientGrants.insert({
      id: `cgr_${randomName(16)}`,
      clientId,
      audience: api.identifier,
      scope,
      createdAt: now,
    });
}

function bootstrapClient(clientId: string, sealedSecret: string, now: number): Client {
  return {
    ...defaultsFor('non_interactive'),
    clientId,
    name: 'Bootstrap client',
    description: 'From SEGUE_BOOTSTRAP_CLIENT_ID; may do everything that the Management API offers',
    sealedSecret,
    createdAt: now,
    updatedAt: now,
  };
}
