import { newObjectId } from '../../lib/object-id.ts';
import { randomName } from '../../lib/random-name.ts';
import type { Client } from '../client.ts';
import type { ClientGrant } from '../client-grant.ts';
import type { ResourceServer } from '../resource-server.ts';
import type { SigningKey } from '../signing-key.ts';

/** A whole client with an id of its own; what matters to a test is given. */
export function sampleClient(given: Partial<Client> = {}): Client {
  return {
    clientId: randomName(32),
    name: 'Shop',
    description: null,
    appType: 'regular_web',
    isFirstParty: true,
    grantTypes: ['password', 'refresh_token'],
    tokenEndpointAuthMethod: 'client_secret_post',
    sealedSecret: 'sealed:1:00000000:sample',
    callbacks: [],
    allowedLogoutUrls: [],
    allowedOrigins: [],
    webOrigins: [],
    idTokenAlg: 'RS256',
    idTokenLifetimeSeconds: 36_000,
    refreshTokens: {
      rotating: true,
      leewaySeconds: 0,
      lifetimeSeconds: 2_592_000,
      idleLifetimeSeconds: 1_296_000,
    },
    clientMetadata: {},
    other: {},
    createdAt: 1_900_000_000_000,
    updatedAt: 1_900_000_000_000,
    ...given,
  };
}

/** A whole resource server with an identifier of its own; what matters to a test is given. */
export function sampleResourceServer(given: Partial<ResourceServer> = {}): ResourceServer {
  const id = newObjectId();
  return {
    id,
    identifier: `https://api.example.com/${id}`,
    name: 'Orders',
    scopes: [],
    signingAlg: 'RS256',
    tokenLifetimeSeconds: 86_400,
    tokenLifetimeForWebSeconds: 7_200,
    allowOfflineAccess: false,
    skipConsentForFirstParty: true,
    isSystem: false,
    createdAt: 1_900_000_000_000,
    ...given,
  };
}

/** A whole client grant; what matters to a test is given. */
export function sampleClientGrant(
  given: Partial<ClientGrant> & Pick<ClientGrant, 'clientId' | 'audience'>,
): ClientGrant {
  return { id: `cgr_${randomName(16)}`, scope: [], createdAt: 1_900_000_000_000, ...given };
}

/** A whole signing key, without a key; what matters to a test is given. */
export function sampleSigningKey(given: Partial<SigningKey> = {}): SigningKey {
  return {
    kid: randomName(16),
    alg: 'RS256',
    sealedPrivateJwk: 'sealed:1:00000000:sample',
    createdAt: 1_900_000_000_000,
    state: 'current',
    currentSince: given.state === 'next' ? null : 1_900_000_000_000,
    currentUntil: null,
    revokedAt: null,
    ...given,
  };
}
