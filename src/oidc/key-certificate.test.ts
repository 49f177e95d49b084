import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { JWK } from 'jose';
import { certificateOf } from './key-certificate.ts';

const privateJwk: JWK = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kty: 'RSA',
};
const createdAt = Date.UTC(2026, 10, 30, 23, 27, 44);

test('a certificate is of its key, signed by it, good for ten years, and the same each time', () => {
  const made = certificateOf(privateJwk, 'the-kid', createdAt);
  const read = new X509Certificate(made.pem);
  const publicKey = createPublicKey({ key: privateJwk, format: 'jwk' });
  assert.ok(read.publicKey.equals(publicKey));
  assert.ok(read.verify(publicKey));
  assert.deepEqual([read.subject, read.issuer], ['CN=the-kid', 'CN=the-kid']);
  assert.equal(Date.parse(read.validFrom), createdAt);
  assert.equal(Date.parse(read.validTo), createdAt + 3650 * 86_400_000);
  assert.equal(made.fingerprint, read.fingerprint);
  assert.equal(made.thumbprint, read.fingerprint.replaceAll(':', ''));
  assert.equal(Buffer.from(made.x5t, 'base64url').toString('hex').toUpperCase(), made.thumbprint);
  assert.equal(new X509Certificate(Buffer.from(made.x5c, 'base64')).fingerprint, read.fingerprint);
  assert.deepEqual(certificateOf(privateJwk, 'the-kid', createdAt), made);
  assert.notEqual(certificateOf(privateJwk, 'another', createdAt).thumbprint, made.thumbprint);
});

test('a year after 2049 is written as RFC 5280 has it', () => {
  const { pem } = certificateOf(privateJwk, 'kid', Date.UTC(2045, 0, 1));
  assert.equal(new Date(new X509Certificate(pem).validTo).getUTCFullYear(), 2054);
});
