import type { FastifyPluginAsync } from 'fastify';
import type { JWK } from 'jose';
import type { TokenVerdict } from '../http/index.ts';
import { clientCredentialsGrant } from './client-credentials-grant.ts';
import { createProvider } from './create-provider.ts';
import { registerDiscovery } from './discovery.ts';
import { type KeysInUse, openSigningKeyRing } from './keys-in-use.ts';
import type { OidcNeeds } from './needs.ts';
import { operateRefreshTokens, type RefreshTokenOperations } from './operate-refresh-tokens.ts';
import { operateSessions, type SessionOperations } from './operate-sessions.ts';
import { operateSigningKeys, type SigningKeyOperations } from './operate-signing-keys.ts';
import { passwordGrant } from './password-grant.ts';
import { refreshTokenGrant } from './refresh-token-grant.ts';
import { registerGrants } from './register-grants.ts';
import { publicHalf } from './signing-keys.ts';
import { registerRevocationEndpoint, registerTokenEndpoint } from './token-endpoint.ts';
import { type UserInfoVerdict, verifyUserInfoToken } from './user-info-token.ts';
import { createVerifyJwt, type VerifyJwt, verdictOn } from './verify-access-token.ts';

/** The token edge. */
export interface Oidc {
  /** Routes: discovery, JWKS, token and revocation endpoint. */
  readonly plugin: FastifyPluginAsync;
  /** Whether a JWT access token is ours, for this audience and still good. */
  verifyAccessToken(token: string, audience: string): Promise<TokenVerdict>;
  /** What `/userinfo` tells the bearer of an access token. */
  verifyUserInfoToken(token: string): Promise<UserInfoVerdict>;
  readonly signingKeys: SigningKeyOperations;
  readonly refreshTokens: RefreshTokenOperations;
  readonly sessions: SessionOperations;
}

/**
 * Opens the token edge, and makes the tenant's signing keys where they are missing.
 *
 * @throws Error when a signing key does not open under the master keys
 */
export async function createOidc(needs: OidcNeeds): Promise<Oidc> {
  const ring = await openSigningKeyRing({ ...needs, build: (keys) => buildWith(needs, keys) });
  const provider = async (): Promise<KeysInUse['provider']> => (await ring.inUse()).provider;
  // A key can have come and begun to sign on another node since ours were read.
  const verifyJwt: VerifyJwt = async (token, audience) => {
    const verdict = await (await ring.inUse()).verifyJwt(token, audience);
    if (verdict.ok || verdict.reason !== 'unknown-key') return verdict;
    return (await ring.renewed()).verifyJwt(token, audience);
  };
  const refreshTokens = operateRefreshTokens(needs);
  return {
    plugin: async (server) => {
      registerDiscovery(server, needs.issuer, async () => (await ring.inUse()).jwks());
      registerTokenEndpoint(server, { ...needs, provider });
      registerRevocationEndpoint(server, { ...needs, provider });
    },
    verifyAccessToken: (token, audience) => verdictOn(verifyJwt, token, audience),
    verifyUserInfoToken: async (token) =>
      verifyUserInfoToken({ ...needs, provider: await provider(), verifyJwt }, token),
    signingKeys: operateSigningKeys(needs, ring.renewed),
    refreshTokens,
    sessions: operateSessions({ ...needs, refreshTokens }),
  };
}

function buildWith(needs: OidcNeeds, keys: readonly JWK[]): Omit<KeysInUse, 'jwks'> {
  const provider = createProvider(needs, keys);
  registerGrants(provider, {
    client_credentials: clientCredentialsGrant(needs),
    password: passwordGrant(needs, { realmNeeded: false }),
    'http://auth0.com/oauth/grant-type/password-realm': passwordGrant(needs, { realmNeeded: true }),
    refresh_token: refreshTokenGrant(needs),
  });
  return { provider, verifyJwt: createVerifyJwt(needs.issuer, keys.map(publicHalf)) };
}
