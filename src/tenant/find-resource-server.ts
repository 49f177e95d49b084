import type { ResourceServer } from './resource-server.ts';
import type { ResourceServers } from './tenant-store.ts';

/** A resource server of the operator's, by id or identifier. The Management API itself is not among them (S4). */
export async function findResourceServer(
  needs: { readonly resourceServers: Pick<ResourceServers, 'find' | 'findByIdentifier'> },
  idOrIdentifier: string,
): Promise<ResourceServer | undefined> {
  const { resourceServers } = needs;
  const found =
    (await resourceServers.find(idOrIdentifier)) ?? (await resourceServers.findByIdentifier(idOrIdentifier));
  return found?.isSystem === true ? undefined : found;
}
