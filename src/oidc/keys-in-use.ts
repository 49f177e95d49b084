import type { JWK } from 'jose';
import type Provider from 'oidc-provider';
import type { SigningKey } from '../tenant/index.ts';
import { certificateOf } from './key-certificate.ts';
import {
  ensureSigningKeys,
  inUse,
  openSigningKey,
  publicHalf,
  type SigningKeysNeeds,
} from './signing-keys.ts';
import type { VerifyJwt } from './verify-access-token.ts';

/** What is made of the tenant's signing keys; made anew when they change. */
export interface KeysInUse {
  readonly provider: Provider;
  readonly verifyJwt: VerifyJwt;
  /** The document at `jwks_uri` (RFC 7517, 5). */
  jwks(): string;
}

/** The signing keys as they are, whichever node has changed them. */
export interface SigningKeyRing {
  /** Not older than {@link freshForMs}; without the store, the last that are known. */
  inUse(): Promise<KeysInUse>;
  /** As they are now: for a token of a key that is not known. */
  renewed(): Promise<KeysInUse>;
}

export interface SigningKeyRingNeeds extends SigningKeysNeeds {
  /** Milliseconds of a monotonic clock. */
  readonly monotonic?: () => number;
  /** @param privateKeys the one that signs first */
  build(privateKeys: readonly JWK[]): Omit<KeysInUse, 'jwks'>;
}

/** A change is seen by the other nodes within a second. Asked for when they are used, so an idle server asks nobody. */
const freshForMs = 500;

/**
 * Opens the tenant's signing keys, and makes those that are missing.
 *
 * @throws Error when one does not open under the master keys
 */
export async function openSigningKeyRing(needs: SigningKeyRingNeeds): Promise<SigningKeyRing> {
  const { monotonic = () => performance.now() } = needs;
  await ensureSigningKeys(needs);
  let latest = await read(needs, monotonic());
  let reading: Promise<KeysInUse> | undefined;

  async function readAgain(): Promise<KeysInUse> {
    latest = await read(needs, monotonic(), latest);
    return latest.keys;
  }

  const renewed = (): Promise<KeysInUse> => {
    reading ??= readAgain().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    renewed,
    inUse: async () => {
      const { keys, readAt } = latest;
      if (monotonic() - readAt < freshForMs) return keys;
      return renewed().catch(() => keys); // who needs the store fails by itself; what is signed can still be checked
    },
  };
}

/** The keys as they were when they were read. */
interface Reading {
  /** Which keys these are, and in what states. */
  readonly edition: string;
  readonly keys: KeysInUse;
  readonly readAt: number;
}

/** Nothing is made anew while the keys are those of the reading before. */
async function read(needs: SigningKeyRingNeeds, readAt: number, before?: Reading): Promise<Reading> {
  const stored = await needs.tenant.signingKeys.list();
  const edition = JSON.stringify(stored.map(({ kid, state }) => [kid, state]));
  if (edition === before?.edition) return { ...before, readAt };
  const open = inUse(stored).map((key) => ({ ...key, jwk: openSigningKey(needs.sealer, key) }));
  const keys = { ...needs.build(open.map(({ jwk }) => jwk)), jwks: lazyJwks(open) };
  return { edition, keys, readAt };
}

interface OpenKey extends Pick<SigningKey, 'kid' | 'createdAt'> {
  readonly jwk: JWK;
}

/** Written when it is first asked for: a certificate costs a signature. */
function lazyJwks(keys: readonly OpenKey[]): () => string {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify({ keys: keys.map(publicEntry) });
    return text;
  };
}

function publicEntry({ jwk, kid, createdAt }: OpenKey): object {
  const { x5c, x5t } = certificateOf(jwk, kid, createdAt);
  return { ...publicHalf(jwk), x5t, x5c: [x5c] };
}
