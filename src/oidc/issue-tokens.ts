import type Provider from 'oidc-provider';
import type { JWTStructured } from 'oidc-provider';
import type { User } from '../accounts/index.ts';
import type { Client, ResourceServer } from '../tenant/index.ts';
import { userInfoAudience } from './audience.ts';
import { claimsFor } from './claims.ts';
import type { Device } from './device.ts';
import {
  credentialVersionOf,
  type ProviderClient,
  type ProviderContext,
  shapeJwt,
  signIdToken,
} from './provider-fence.ts';
import { tokenIdUnder } from './token-id.ts';

/** What a grant has established before tokens are issued to a user. */
export interface UserGrant {
  readonly context: ProviderContext;
  readonly providerClient: ProviderClient;
  readonly client: Client;
  readonly user: User;
  /** How the login was made; `gty` of the access token. */
  readonly gty: string;
  /** Names the family: all tokens that descend from one login. */
  readonly grantId: string;
  readonly api: ResourceServer | undefined;
  readonly scopes: readonly string[];
  /** The user's version at the login that all this rests on. */
  readonly credentialVersion: number;
}

export interface TokenResponse {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly expires_in: number;
  readonly token_type: 'Bearer';
}

const userInfoTokenSeconds = 86_400; // Auth0's lifetime of tokens that are for /userinfo only

/**
 * Issues the access token, and with `openid` the ID token, for a user. The stored ones are written only while the user's
 * credential version is the verified one.
 *
 * @throws CredentialsChanged when it no longer is: nothing usable was issued
 */
export async function issueToUser(provider: Provider, grant: UserGrant): Promise<TokenResponse> {
  const scope = grant.scopes.join(' ');
  const accessToken = accessTokenFor(provider, grant, scope);
  const [access, id] = await Promise.all([accessToken.save(), idTokenFor(provider, grant, scope)]);
  return {
    access_token: access,
    ...(id !== undefined && { id_token: id }),
    ...(scope !== '' && { scope }),
    expires_in: accessToken.expiration,
    token_type: 'Bearer',
  };
}

/** What is kept with a refresh token beside the grant. */
interface RefreshTokenFacts {
  readonly expiresIn: number;
  readonly began: number;
  readonly rotations: number;
  readonly device: Device;
}

/** A refresh token that is the next of the family that began at that time (Unix epoch, seconds), not yet saved. */
export function newRefreshToken(
  provider: Provider,
  grant: UserGrant,
  { expiresIn, began, rotations, device }: RefreshTokenFacts,
): InstanceType<Provider['RefreshToken']> {
  const { providerClient, user, grantId, api, scopes, credentialVersion } = grant;
  return new provider.RefreshToken({
    client: providerClient,
    accountId: user.userId,
    grantId,
    gty: 'password',
    ...(api !== undefined && { resource: api.identifier }),
    scope: scopes.join(' '),
    credentialVersion,
    expiresIn,
    rotations,
    iiat: began,
    device,
  });
}

/** Issues an access token to a client for itself. */
export async function issueToClient(
  provider: Provider,
  client: ProviderClient,
  api: ResourceServer,
  scopes: readonly string[],
): Promise<TokenResponse> {
  const scope = scopes.join(' ');
  const resourceServer = jwtFor(provider, api, scope);
  const expiresIn = api.tokenLifetimeSeconds;
  const token = new provider.ClientCredentials({ client, resourceServer, scope, expiresIn });
  return {
    access_token: await token.save(),
    ...(scope !== '' && { scope }),
    expires_in: expiresIn,
    token_type: 'Bearer',
  };
}

/** Gives JWT access tokens the claims of Auth0's: the customizer that the provider is configured with. */
export function shapeAccessToken(issuer: string) {
  return (_context: unknown, token: object, jwt: JWTStructured): void => {
    const { aud, scope, client_id: azp, sub } = jwt.payload;
    const common = { iss: issuer, ...(scope !== undefined && { scope }), azp };
    if ('kind' in token && token.kind === 'ClientCredentials') {
      shapeJwt(jwt, header, { ...common, sub: `${String(azp)}@clients`, aud, gty: 'client-credentials' });
      return;
    }
    const version = credentialVersionOf(token);
    if (version === undefined) throw new Error('an access token without a credential version');
    const isForUserInfo = typeof scope === 'string' && scope.split(' ').includes('openid');
    shapeJwt(jwt, header, {
      ...common,
      sub,
      aud: isForUserInfo ? [aud, userInfoAudience(issuer)] : aud,
      gty: 'gty' in token ? token.gty : undefined,
      jti: tokenIdUnder(version, String(jwt.payload['jti'])),
    });
  };
}

const header = { typ: 'JWT' }; // Auth0's default dialect; RFC 9068 would have at+jwt

function accessTokenFor(
  provider: Provider,
  { providerClient, user, grantId, gty, api, credentialVersion }: UserGrant,
  scope: string,
): InstanceType<Provider['AccessToken']> {
  return new provider.AccessToken({
    client: providerClient,
    accountId: user.userId,
    grantId,
    gty,
    scope,
    credentialVersion,
    expiresIn: api?.tokenLifetimeSeconds ?? userInfoTokenSeconds,
    ...(api !== undefined && { resourceServer: jwtFor(provider, api, scope) }),
  });
}

function jwtFor(
  provider: Provider,
  { identifier }: ResourceServer,
  scope: string,
): InstanceType<Provider['ResourceServer']> {
  return new provider.ResourceServer(identifier, {
    scope,
    audience: identifier,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  });
}

async function idTokenFor(provider: Provider, grant: UserGrant, scope: string): Promise<string | undefined> {
  if (!grant.scopes.includes('openid')) return undefined;
  const claims = claimsFor(grant.user, grant.scopes);
  return signIdToken(provider, grant.context, claims, {
    scope,
    lifetimeSeconds: grant.client.idTokenLifetimeSeconds,
  });
}
