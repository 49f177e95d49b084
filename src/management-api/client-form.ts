import { type TSchema, Type } from 'typebox';
import type { Sealer } from '../lib/sealed-secret.ts';
import {
  type Client,
  openClientSecret,
  outranks,
  type RefreshTokenPolicy,
  unlimitedSeconds,
} from '../tenant/index.ts';
import { answerExample } from './examples.ts';
import { type ManagementApiNeeds, systemAudience } from './needs.ts';
import { jsonObject } from './schemas.ts';

/** A client in the API's form; properties that Segue only keeps are shown as well. */
export const clientSchema: TSchema = Type.Partial(
  Type.Object({
    client_id: Type.String(),
    client_secret: Type.String({ description: 'Only with the scope read:client_keys' }),
    name: Type.String(),
    description: Type.String(),
    tenant: Type.String(),
    global: Type.Boolean(),
    app_type: Type.String(),
    is_first_party: Type.Boolean(),
    grant_types: Type.Array(Type.String()),
    token_endpoint_auth_method: Type.String(),
    callbacks: Type.Array(Type.String()),
    allowed_logout_urls: Type.Array(Type.String()),
    allowed_origins: Type.Array(Type.String()),
    web_origins: Type.Array(Type.String()),
    jwt_configuration: jsonObject('How ID tokens are signed'),
    refresh_token: jsonObject('How refresh tokens live'),
    client_metadata: jsonObject('Free for the operator'),
  }),
  { title: 'Client', additionalProperties: true, ...answerExample('Client') },
);

/** A client as the API shows it. */
export function clientForm(client: Client, secret?: string): object {
  return {
    ...client.other,
    client_id: client.clientId,
    ...(secret === undefined ? {} : { client_secret: secret }),
    name: client.name,
    ...(client.description === null ? {} : { description: client.description }),
    tenant: 'segue',
    global: false,
    ...(client.appType === null ? {} : { app_type: client.appType }),
    is_first_party: client.isFirstParty,
    grant_types: client.grantTypes,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    callbacks: client.callbacks,
    allowed_logout_urls: client.allowedLogoutUrls,
    allowed_origins: client.allowedOrigins,
    web_origins: client.webOrigins,
    jwt_configuration: {
      alg: client.idTokenAlg,
      lifetime_in_seconds: client.idTokenLifetimeSeconds,
      secret_encoded: false,
    },
    refresh_token: policyForm(client.refreshTokens),
    client_metadata: client.clientMetadata,
  };
}

function policyForm(policy: RefreshTokenPolicy): object {
  const isLifeEndless = policy.lifetimeSeconds >= unlimitedSeconds;
  const isIdleEndless = policy.idleLifetimeSeconds >= unlimitedSeconds;
  return {
    rotation_type: policy.rotating ? 'rotating' : 'non-rotating',
    expiration_type: isLifeEndless && isIdleEndless ? 'non-expiring' : 'expiring',
    leeway: policy.leewaySeconds,
    ...(isLifeEndless ? {} : { token_lifetime: policy.lifetimeSeconds }),
    ...(isIdleEndless ? {} : { idle_token_lifetime: policy.idleLifetimeSeconds }),
    infinite_token_lifetime: isLifeEndless,
    infinite_idle_token_lifetime: isIdleEndless,
  };
}

/** A client's secret, for a caller who may see it: with read:client_keys, and no less powerful than the client (S4). */
export async function secretFor(
  needs: Pick<ManagementApiNeeds, 'tenant' | 'baseUrl'> & { readonly sealer: Sealer },
  client: Client,
  callerScopes: readonly string[],
): Promise<string | undefined> {
  if (!callerScopes.includes('read:client_keys')) return undefined;
  const { clientGrants } = needs.tenant;
  const isBeyond = await outranks(
    { clientGrants, systemAudience: systemAudience(needs) },
    client.clientId,
    callerScopes,
  );
  return isBeyond ? undefined : openClientSecret(needs.sealer, client);
}
