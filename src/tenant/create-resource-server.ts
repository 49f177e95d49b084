import type { Clock } from '../lib/clock.ts';
import { newObjectId } from '../lib/object-id.ts';
import { liesUnder } from './lies-under.ts';
import type { ResourceServer } from './resource-server.ts';
import type { ResourceServers } from './tenant-store.ts';

export interface CreateResourceServerNeeds {
  readonly resourceServers: Pick<ResourceServers, 'insert'>;
  /** SEGUE_URL. */
  readonly baseUrl: string;
  readonly clock: Clock;
}

/** A resource server as an operator describes it. */
export type NewResourceServer = Pick<ResourceServer, 'identifier' | 'name'> &
  Partial<Omit<ResourceServer, 'id' | 'identifier' | 'name' | 'isSystem' | 'createdAt'>>;

export type CreateResourceServerOutcome =
  | { readonly outcome: 'created'; readonly resourceServer: ResourceServer }
  | { readonly outcome: 'identifier-taken' }
  /** It lies under our own address: tokens for it could be taken for tokens for the Management API (S3). */
  | { readonly outcome: 'identifier-reserved' };

const defaults = {
  scopes: [],
  signingAlg: 'RS256',
  tokenLifetimeSeconds: 86_400,
  tokenLifetimeForWebSeconds: 7_200,
  allowOfflineAccess: false,
  skipConsentForFirstParty: true,
} as const;

/** Creates a resource server, with Auth0's lifetimes where none are given. */
export async function createResourceServer(
  { resourceServers, baseUrl, clock }: CreateResourceServerNeeds,
  draft: NewResourceServer,
): Promise<CreateResourceServerOutcome> {
  if (liesUnder(baseUrl, draft.identifier)) return { outcome: 'identifier-reserved' };
  const now = clock.now();
  const resourceServer: ResourceServer = {
    ...defaults,
    ...draft,
    id: newObjectId(now),
    isSystem: false,
    createdAt: now,
  };
  const inserted = await resourceServers.insert(resourceServer);
  return inserted ? { outcome: 'created', resourceServer } : { outcome: 'identifier-taken' };
}
