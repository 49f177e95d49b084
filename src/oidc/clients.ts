import { isDeepStrictEqual } from 'node:util';
import type Provider from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';
import type { Sealer } from '../lib/sealed-secret.ts';
import { type Client, openClientSecret } from '../tenant/index.ts';
import { servedGrantTypes } from './grant-types.ts';
import { buildClient, type ProviderClient } from './provider-fence.ts';

// Some 10 kB each. A client that has to be built anew costs 0.3 ms.
const maxCachedClients = 1000;

/**
 * Makes oidc-provider's clients of ours. Each is kept for as long as the stored one is the same in every property, so
 * that a change counts with the next request.
 */
export function createClientCache(provider: Provider, sealer: Sealer): (stored: Client) => ProviderClient {
  const cache = new Map<string, { readonly stored: Client; readonly client: ProviderClient }>();
  return (stored) => {
    const known = cache.get(stored.clientId);
    if (known !== undefined && isDeepStrictEqual(known.stored, stored)) return known.client;
    const client = buildClient(provider, metadataOf(stored, sealer));
    cache.delete(stored.clientId);
    cache.set(stored.clientId, { stored, client });
    const [oldest] = cache.keys();
    if (cache.size > maxCachedClients && oldest !== undefined) cache.delete(oldest);
    return client;
  };
}

/** Whether a client proves who it is; the others are public (RFC 6749, 2.1). */
export function isConfidential({ tokenEndpointAuthMethod }: Client): boolean {
  return tokenEndpointAuthMethod !== 'none';
}

/** Grants are checked by our own handlers, in Auth0's words: here every client may come with each of them. */
function metadataOf(stored: Client, sealer: Sealer): ClientMetadata {
  const needsSecret = isConfidential(stored) || stored.idTokenAlg === 'HS256';
  return {
    client_id: stored.clientId,
    ...(needsSecret && { client_secret: openClientSecret(sealer, stored) }),
    token_endpoint_auth_method: stored.tokenEndpointAuthMethod,
    id_token_signed_response_alg: stored.idTokenAlg,
    grant_types: [...servedGrantTypes],
    response_types: [],
    redirect_uris: [],
  };
}
