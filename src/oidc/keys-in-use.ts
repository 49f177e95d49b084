import type Provider from 'oidc-provider';
import type { SigningKey } from '../tenant/index.ts';
import { certificateOf } from './key-certificate.ts';
import { ensureSigningKeys, openSigningKeys, publicHalf, type SigningKeysNeeds } from './signing-keys.ts';
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
  build(privateKeys: ReturnType<typeof openSigningKeys>): Omit<KeysInUse, 'jwks'>;
}

/** A change is seen by the other nodes within a second. Asked for when they are used, so an idle server asks nobody. */
const freshForMs = 500;

/**
 * Opens the tenant's signing keys, and makes those that are missing.
 *
 * @throws Error when one does not open under the master keys
 */
export async function openSigningKeyRing(needs: SigningKeyRingNeeds): Promise<SigningKeyRing> {
  const { tenant, sealer, monotonic = () => performance.now() } = needs;
  let edition = '';
  let current: KeysInUse | undefined;
  let readAt = 0;
  let reading: Promise<KeysInUse> | undefined;

  async function read(): Promise<KeysInUse> {
    const begunAt = monotonic();
    const stored = await tenant.signingKeys.list();
    const newest = JSON.stringify(stored.map(({ kid, state }) => [kid, state]));
    if (current === undefined || newest !== edition) {
      current = { ...needs.build(openSigningKeys(stored, sealer)), jwks: lazyJwks(stored, sealer) };
      edition = newest;
    }
    readAt = begunAt;
    return current;
  }

  const renewed = (): Promise<KeysInUse> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  await ensureSigningKeys(needs);
  await renewed();
  return {
    renewed,
    inUse: async () => {
      const known = current;
      if (known === undefined) return renewed();
      if (monotonic() - readAt < freshForMs) return known;
      return renewed().catch(() => known); // who needs the store fails by itself; what is signed can still be checked
    },
  };
}

function lazyJwks(stored: readonly SigningKey[], sealer: SigningKeysNeeds['sealer']): () => string {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify({ keys: publicKeysOf(stored, sealer) });
    return text;
  };
}

function publicKeysOf(stored: readonly SigningKey[], sealer: SigningKeysNeeds['sealer']): readonly object[] {
  const byKid = new Map(stored.map((key) => [key.kid, key]));
  return openSigningKeys(stored, sealer).map((jwk) => {
    const { kid = '' } = jwk;
    const { x5c, x5t } = certificateOf(jwk, kid, byKid.get(kid)?.createdAt ?? 0);
    return { ...publicHalf(jwk), x5t, x5c: [x5c] };
  });
}
