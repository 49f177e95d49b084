import type { Clock } from '../lib/clock.ts';
import { randomName } from '../lib/random-name.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { AppType, Client, RefreshTokenPolicy } from './client.ts';
import { faultInClient } from './client-rules.ts';
import { newClientSecret, sealClientSecret } from './client-secret.ts';
import type { Clients } from './tenant-store.ts';

export interface CreateClientNeeds {
  readonly clients: Pick<Clients, 'insert'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** A client as an operator describes it: what is left out follows from the kind of application. */
export type NewClient = Pick<Client, 'name'> &
  Partial<Omit<Client, 'clientId' | 'name' | 'sealedSecret' | 'createdAt' | 'updatedAt'>> & {
    /** Made here when left out. */
    readonly secret?: string;
  };

export type CreateClientOutcome =
  | { readonly outcome: 'created'; readonly client: Client }
  | { readonly outcome: 'invalid'; readonly reason: string };

/** Creates a client with a secret of its own. */
export async function createClient(
  { clients, sealer, clock }: CreateClientNeeds,
  { secret = newClientSecret(), ...draft }: NewClient,
): Promise<CreateClientOutcome> {
  const clientId = randomName(32);
  const now = clock.now();
  const client: Client = {
    ...defaultsFor(draft.appType ?? null),
    ...draft,
    clientId,
    sealedSecret: sealClientSecret(sealer, clientId, secret),
    createdAt: now,
    updatedAt: now,
  };
  const reason = faultInClient(client);
  if (reason !== undefined) return { outcome: 'invalid', reason };
  if (!(await clients.insert(client))) throw new Error('a random client id was taken');
  return { outcome: 'created', client };
}

const day = 86_400;

/** How long refresh tokens live that expire, where nobody says how long: Auth0's figures. */
export const expiringLifetimes: Pick<RefreshTokenPolicy, 'lifetimeSeconds' | 'idleLifetimeSeconds'> = {
  lifetimeSeconds: 30 * day,
  idleLifetimeSeconds: 15 * day,
};

// OAuth 2.1 wants a public client's refresh tokens to rotate.
const rotating: RefreshTokenPolicy = { rotating: true, leewaySeconds: 0, ...expiringLifetimes };
// Auth0's figures for tokens that do not rotate.
const lasting: RefreshTokenPolicy = {
  rotating: false,
  leewaySeconds: 0,
  lifetimeSeconds: 365 * day,
  idleLifetimeSeconds: 30 * day,
};

type ClientDefaults = Omit<Client, 'clientId' | 'name' | 'sealedSecret' | 'createdAt' | 'updatedAt'>;

/** What a client of a kind has unless the operator says otherwise; the grant types are Auth0's. */
export function defaultsFor(appType: AppType | null): ClientDefaults {
  const isPublic = appType === 'native' || appType === 'spa';
  return {
    description: null,
    appType,
    isFirstParty: true,
    grantTypes: defaultGrantTypes(appType),
    tokenEndpointAuthMethod: isPublic ? 'none' : 'client_secret_post',
    callbacks: [],
    allowedLogoutUrls: [],
    allowedOrigins: [],
    webOrigins: [],
    idTokenAlg: 'RS256',
    idTokenLifetimeSeconds: 36_000,
    refreshTokens: isPublic ? rotating : lasting,
    clientMetadata: {},
    other: {},
  };
}

function defaultGrantTypes(appType: AppType | null): readonly string[] {
  if (appType === 'non_interactive') return ['client_credentials'];
  const forPeople = ['authorization_code', 'implicit', 'refresh_token'];
  return appType === 'native' || appType === 'spa' ? forPeople : [...forPeople, 'client_credentials'];
}
