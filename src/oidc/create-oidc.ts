import type { FastifyPluginAsync } from 'fastify';
import type { TokenVerdict } from '../http/index.ts';
import { clientCredentialsGrant } from './client-credentials-grant.ts';
import { createProvider } from './create-provider.ts';
import { registerDiscovery } from './discovery.ts';
import type { OidcNeeds } from './needs.ts';
import { passwordGrant } from './password-grant.ts';
import { refreshTokenGrant } from './refresh-token-grant.ts';
import { registerGrants } from './register-grants.ts';
import { ensureSigningKeys, publicHalf } from './signing-keys.ts';
import { registerRevocationEndpoint, registerTokenEndpoint } from './token-endpoint.ts';
import { type UserInfoVerdict, verifyUserInfoToken } from './user-info-token.ts';
import { createVerifyJwt, verdictOn } from './verify-access-token.ts';

/** The token edge. */
export interface Oidc {
  /** Routes: discovery, JWKS, token and revocation endpoint. */
  readonly plugin: FastifyPluginAsync;
  /** Whether a JWT access token is ours, for this audience and still good. */
  verifyAccessToken(token: string, audience: string): Promise<TokenVerdict>;
  /** What `/userinfo` tells the bearer of an access token. */
  verifyUserInfoToken(token: string): Promise<UserInfoVerdict>;
}

/**
 * Opens the token edge, and makes the tenant's first signing key where there is none.
 *
 * @throws Error when a signing key does not open under the master keys
 */
export async function createOidc(needs: OidcNeeds): Promise<Oidc> {
  const privateKeys = await ensureSigningKeys(needs);
  const publicKeys = privateKeys.map(publicHalf);
  const provider = createProvider(needs, privateKeys);
  const verifyJwt = createVerifyJwt(needs.issuer, publicKeys);
  registerGrants(provider, {
    client_credentials: clientCredentialsGrant(needs),
    password: passwordGrant(needs, { realmNeeded: false }),
    'http://auth0.com/oauth/grant-type/password-realm': passwordGrant(needs, { realmNeeded: true }),
    refresh_token: refreshTokenGrant(needs),
  });
  return {
    plugin: async (server) => {
      registerDiscovery(server, needs.issuer, publicKeys);
      registerTokenEndpoint(server, { ...needs, provider });
      registerRevocationEndpoint(server, { ...needs, provider });
    },
    verifyAccessToken: (token, audience) => verdictOn(verifyJwt, token, audience),
    verifyUserInfoToken: (token) => verifyUserInfoToken({ ...needs, provider, verifyJwt }, token),
  };
}
