import { randomName } from '../lib/random-name.ts';
import type { SealedPlace, Sealer } from '../lib/sealed-secret.ts';
import type { Client } from './client.ts';

// As long as Auth0's.
const secretCharacters = 64;

/** A new client secret: 64 letters and digits, 381 bits. */
export function newClientSecret(): string {
  return randomName(secretCharacters);
}

/** Seals a client's secret to its place. */
export function sealClientSecret(sealer: Sealer, clientId: string, secret: string): string {
  return sealer.seal(secret, clientSecretPlace(clientId));
}

/**
 * A client's secret in clear.
 *
 * @throws Error when it does not open: the master key is not the one it was sealed with, or the row was altered
 */
export function openClientSecret(sealer: Sealer, client: Pick<Client, 'clientId' | 'sealedSecret'>): string {
  const secret = sealer.open(client.sealedSecret, clientSecretPlace(client.clientId));
  if (secret === undefined) throw new Error(`the secret of client ${client.clientId} does not open`);
  return secret;
}

/** Where a client's secret lives. */
export function clientSecretPlace(clientId: string): SealedPlace {
  return { table: 'clients', row: clientId, field: 'secret' };
}
