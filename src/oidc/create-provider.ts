import type { JWK } from 'jose';
import type Provider from 'oidc-provider';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import { revocationPath, tokenPath } from './ask-provider.ts';
import { claimsByScope, oidcScopes } from './claims.ts';
import { createClientCache } from './clients.ts';
import { shapeAccessToken } from './issue-tokens.ts';
import type { OidcPayloads } from './oidc-payloads.ts';
import { createPayloadAdapters } from './payload-adapter.ts';
import { findClientInRequest, openProvider, signingKeysFeature, signingKeysFrom } from './provider-fence.ts';

export interface ProviderNeeds {
  readonly issuer: string;
  readonly sealer: Sealer;
  readonly storage: OidcPayloads;
  readonly clock: Clock;
  readonly cookieKeys: readonly string[];
}

/** oidc-provider, set up as Segue uses it. Building one takes milliseconds: there is one for each set of keys. */
export function createProvider(needs: ProviderNeeds, privateKeys: readonly JWK[]): Provider {
  const provider = openProvider(needs.issuer, {
    adapter: createPayloadAdapters(needs.storage, needs.clock),
    jwks: signingKeysFrom(privateKeys),
    cookies: { keys: [...needs.cookieKeys] },
    routes: { token: tokenPath, revocation: revocationPath },
    claims: Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
    scopes: [...oidcScopes],
    responseTypes: [],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'HS256'] },
    formats: { bitsOfOpaqueRandomness: 256, customizers: { jwt: shapeAccessToken(needs.issuer) } },
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: signingKeysFeature,
      userinfo: { enabled: false }, // ours knows JWT access tokens too
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
    },
  });
  findClientInRequest(provider, createClientCache(provider, needs.sealer));
  return provider;
}
