import { generateKeyPair as generateKeyPairCallback, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { isPlainObject } from '../lib/json.ts';
import type { SealedPlace, Sealer } from '../lib/sealed-secret.ts';
import type { SigningKey, TenantStore } from '../tenant/index.ts';

export interface SigningKeysNeeds {
  readonly tenant: { readonly signingKeys: TenantStore['signingKeys'] };
  readonly sealer: Sealer;
  readonly clock: Clock;
}

const generateKeyPair = promisify(generateKeyPairCallback);
const modulusBits = 2048; // what Auth0 signs with; NIST SP 800-57 gives it until 2030. A signature costs 0.2 ms

/**
 * The private keys that sign tokens, as JWKs, the one that signs first. Makes the tenant's first key where there is none;
 * of nodes that start together one key wins, and all use it.
 *
 * @throws Error when a stored key does not open: the master key that sealed it is missing
 */
export async function ensureSigningKeys(needs: SigningKeysNeeds): Promise<readonly JWK[]> {
  const { signingKeys } = needs.tenant;
  if ((await signingKeys.list()).length === 0) await signingKeys.insertFirst(await newSigningKey(needs));
  const stored = await signingKeys.list();
  const inOrder = [...stored].sort((a, b) => Number(b.state === 'current') - Number(a.state === 'current'));
  return inOrder.map((key) => openSigningKey(needs.sealer, key));
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

async function newSigningKey({ sealer, clock }: SigningKeysNeeds): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('rsa', { modulusLength: modulusBits });
  const jwk: JsonWebKey = privateKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(asJwk(jwk));
  const sealedPrivateJwk = sealer.seal(JSON.stringify(jwk), placeOf(kid));
  return { kid, alg: 'RS256', sealedPrivateJwk, createdAt: clock.now(), state: 'current' };
}

function openSigningKey(sealer: Sealer, { kid, alg, sealedPrivateJwk }: SigningKey): JWK {
  const text = sealer.open(sealedPrivateJwk, placeOf(kid));
  if (text === undefined)
    throw new Error(`signing key ${kid} does not open: it was sealed under another key`);
  return { ...asJwk(JSON.parse(text)), kid, alg, use: 'sig' };
}

function asJwk(value: unknown): JWK {
  if (!isPlainObject(value) || value['kty'] !== 'RSA') throw new Error('a signing key is not an RSA key');
  return { ...value, kty: 'RSA' };
}

function placeOf(kid: string): SealedPlace {
  return { table: 'signing_keys', row: kid, field: 'private_jwk' };
}
