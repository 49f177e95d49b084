import type { Clock } from '../lib/clock.ts';
import { realChanges } from '../lib/real-changes.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { Client } from './client.ts';
import { faultInClient } from './client-rules.ts';
import { openClientSecret, sealClientSecret } from './client-secret.ts';
import { type OutranksNeeds, outranks } from './outranks.ts';
import type { Clients } from './tenant-store.ts';

export interface UpdateClientNeeds extends OutranksNeeds {
  readonly clients: Pick<Clients, 'find' | 'update'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** What an operator changes of a client; keys left out stay as they are. */
export type ClientPatch = Partial<Omit<Client, 'clientId' | 'sealedSecret' | 'createdAt' | 'updatedAt'>> & {
  readonly secret?: string;
};

export type UpdateClientOutcome =
  | { readonly outcome: 'updated' | 'unchanged'; readonly client: Client }
  | { readonly outcome: 'no-such-client' }
  /** The client may do what the caller may not, and the patch touches how it authenticates (S4). */
  | { readonly outcome: 'outranked' }
  | { readonly outcome: 'invalid'; readonly reason: string };

/** Changes a client. A patch that changes nothing writes nothing. */
export async function updateClient(
  needs: UpdateClientNeeds,
  clientId: string,
  patch: ClientPatch,
  callerScopes: readonly string[],
): Promise<UpdateClientOutcome> {
  const client = await needs.clients.find(clientId);
  if (client === undefined) return { outcome: 'no-such-client' };
  const changes = changesOf(needs.sealer, client, patch);
  if (Object.keys(changes).length === 0) return { outcome: 'unchanged', client };
  if (changesAuthentication(changes) && (await outranks(needs, clientId, callerScopes))) {
    return { outcome: 'outranked' };
  }
  const reason = faultInClient({ ...client, ...changes });
  if (reason !== undefined) return { outcome: 'invalid', reason };
  const updated = await needs.clients.update(clientId, { ...changes, updatedAt: needs.clock.now() });
  return updated === undefined ? { outcome: 'no-such-client' } : { outcome: 'updated', client: updated };
}

type ClientChanges = Partial<Omit<Client, 'clientId' | 'createdAt'>>;

function changesOf(sealer: Sealer, client: Client, { secret, ...patch }: ClientPatch): ClientChanges {
  const changes = realChanges(client, patch);
  if (secret === undefined || secret === openClientSecret(sealer, client)) return changes;
  return { ...changes, sealedSecret: sealClientSecret(sealer, client.clientId, secret) };
}

function changesAuthentication(changes: ClientChanges): boolean {
  return 'sealedSecret' in changes || 'tokenEndpointAuthMethod' in changes || 'grantTypes' in changes;
}
