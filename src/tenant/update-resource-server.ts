import { realChanges } from '../lib/real-changes.ts';
import { findResourceServer } from './find-resource-server.ts';
import type { ResourceServer } from './resource-server.ts';
import type { ResourceServers } from './tenant-store.ts';

export interface UpdateResourceServerNeeds {
  readonly resourceServers: Pick<ResourceServers, 'find' | 'findByIdentifier' | 'update'>;
}

/** What an operator changes of a resource server; its identifier stays. */
export type ResourceServerPatch = Partial<
  Omit<ResourceServer, 'id' | 'identifier' | 'isSystem' | 'createdAt'>
>;

export type UpdateResourceServerOutcome =
  | { readonly outcome: 'updated' | 'unchanged'; readonly resourceServer: ResourceServer }
  | { readonly outcome: 'no-such-resource-server' };

/** Changes a resource server. A patch that changes nothing writes nothing. */
export async function updateResourceServer(
  { resourceServers }: UpdateResourceServerNeeds,
  idOrIdentifier: string,
  patch: ResourceServerPatch,
): Promise<UpdateResourceServerOutcome> {
  const current = await findResourceServer({ resourceServers }, idOrIdentifier);
  if (current === undefined) return { outcome: 'no-such-resource-server' };
  const changes = realChanges(current, patch);
  if (Object.keys(changes).length === 0) return { outcome: 'unchanged', resourceServer: current };
  const resourceServer = await resourceServers.update(current.id, changes);
  return resourceServer === undefined
    ? { outcome: 'no-such-resource-server' }
    : { outcome: 'updated', resourceServer };
}
