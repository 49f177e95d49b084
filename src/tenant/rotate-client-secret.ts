import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { Client } from './client.ts';
import { newClientSecret, sealClientSecret } from './client-secret.ts';
import { type OutranksNeeds, outranks } from './outranks.ts';
import type { Clients } from './tenant-store.ts';

export interface RotateClientSecretNeeds extends OutranksNeeds {
  readonly clients: Pick<Clients, 'find' | 'update'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export type RotateClientSecretOutcome =
  | { readonly outcome: 'rotated'; readonly client: Client; readonly secret: string }
  | { readonly outcome: 'no-such-client' }
  /** The client may do what the caller may not (S4). */
  | { readonly outcome: 'outranked' };

/** Gives a client a new secret; the one before is worth nothing from then on. */
export async function rotateClientSecret(
  needs: RotateClientSecretNeeds,
  clientId: string,
  callerScopes: readonly string[],
): Promise<RotateClientSecretOutcome> {
  const { clients, sealer, clock } = needs;
  if ((await clients.find(clientId)) === undefined) return { outcome: 'no-such-client' };
  if (await outranks(needs, clientId, callerScopes)) return { outcome: 'outranked' };
  const secret = newClientSecret();
  const client = await clients.update(clientId, {
    sealedSecret: sealClientSecret(sealer, clientId, secret),
    updatedAt: clock.now(),
  });
  return client === undefined ? { outcome: 'no-such-client' } : { outcome: 'rotated', client, secret };
}
