import { generateKeyPair as generateKeyPairCallback, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { isPlainObject } from '../lib/json.ts';
import type { SealedPlace, Sealer } from '../lib/sealed-secret.ts';
import type { SigningKey, SigningKeyState, TenantStore } from '../tenant/index.ts';

export interface SigningKeysNeeds {
  readonly tenant: { readonly signingKeys: TenantStore['signingKeys'] };
  readonly sealer: Sealer;
  readonly clock: Clock;
}

const generateKeyPair = promisify(generateKeyPairCallback);
const modulusBits = 2048; // what Auth0 signs with; NIST SP 800-57 gives it until 2030. A signature costs 0.2 ms

/** The key that signs, and the one that will: it is published first, for whoever keeps our keys for a while. */
const wantedStates: readonly SigningKeyState[] = ['current', 'next'];

/** Makes the keys that sign now and next where they are missing. Of nodes that do so together one wins, for all. */
export async function ensureSigningKeys(needs: SigningKeysNeeds): Promise<void> {
  const { signingKeys } = needs.tenant;
  const states = (await signingKeys.list()).map(({ state }) => state);
  const missing = wantedStates.filter((state) => !states.includes(state));
  await Promise.all(missing.map(async (state) => signingKeys.insert(await newSigningKey(needs, state))));
}

/** The keys in use: the one that signs first, then those that still verify, and the next one. */
export function inUse(stored: readonly SigningKey[]): readonly SigningKey[] {
  const order: readonly SigningKeyState[] = ['current', 'previous', 'next'];
  return order.flatMap((state) => stored.filter((key) => key.state === state));
}

/**
 * The private key, as a JWK.
 *
 * @throws Error when it does not open: the master key that sealed it is missing
 */
export function openSigningKey(
  sealer: Pick<Sealer, 'open'>,
  { kid, alg, sealedPrivateJwk }: SigningKey,
): JWK & { readonly kid: string } {
  const text = sealer.open(sealedPrivateJwk, placeOf(kid));
  if (text === undefined)
    throw new Error(`signing key ${kid} does not open: it was sealed under another key`);
  return { ...asJwk(JSON.parse(text)), kid, alg, use: 'sig' };
}

/** The public half of a key, as the JWKS shows it. */
export function publicHalf({ kty, n, e, kid, alg }: JWK): JWK {
  return {
    ...(kty && { kty }),
    ...(n && { n }),
    ...(e && { e }),
    ...(kid && { kid }),
    ...(alg && { alg }),
    use: 'sig',
  };
}

async function newSigningKey(
  { sealer, clock }: SigningKeysNeeds,
  state: SigningKeyState,
): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('rsa', { modulusLength: modulusBits });
  const jwk: JsonWebKey = privateKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(asJwk(jwk));
  const sealedPrivateJwk = sealer.seal(JSON.stringify(jwk), placeOf(kid));
  const createdAt = clock.now();
  const currentSince = state === 'current' ? createdAt : null;
  return {
    kid,
    alg: 'RS256',
    sealedPrivateJwk,
    createdAt,
    state,
    currentSince,
    currentUntil: null,
    revokedAt: null,
  };
}

function asJwk(value: unknown): JWK {
  if (!isPlainObject(value) || value['kty'] !== 'RSA') throw new Error('a signing key is not an RSA key');
  return { ...value, kty: 'RSA' };
}

function placeOf(kid: string): SealedPlace {
  return { table: 'signing_keys', row: kid, field: 'private_jwk' };
}
