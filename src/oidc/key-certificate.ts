import { createHash, createPrivateKey, createPublicKey, sign, X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';

/** A signing key's certificate, in the forms that the API and the JWKS show. */
export interface KeyCertificate {
  /** PEM. */
  readonly pem: string;
  /** DER in base64: `x5c` of RFC 7517. */
  readonly x5c: string;
  /** SHA-1 of the DER, base64url: `x5t` of RFC 7517. */
  readonly x5t: string;
  /** SHA-1 of the DER in hexadecimal, with colons and without. */
  readonly fingerprint: string;
  readonly thumbprint: string;
}

const tenYearsMs = 10 * 365 * 24 * 3_600_000;

/**
 * A certificate that a signing key has issued to itself (RFC 5280, 4.1), for software that takes a key only with one.
 * Nobody vouches for it. It follows from the key: the same one each time, so it need not be stored.
 *
 * @param kid its subject, issuer, and what its serial number comes from
 * @param createdAt when it begins to be good, in milliseconds since the Unix epoch
 */
export function certificateOf(privateJwk: JWK, kid: string, createdAt: number): KeyCertificate {
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = tbsCertificate(publicKey, kid, createdAt);
  const der = sequence(body, sha256WithRsa, bitString(sign('sha256', body, privateKey)));
  const sha1 = createHash('sha1').update(der).digest();
  const thumbprint = sha1.toString('hex').toUpperCase();
  return {
    pem: new X509Certificate(der).toString(),
    x5c: der.toString('base64'),
    x5t: sha1.toString('base64url'),
    fingerprint: thumbprint.replace(/..(?!$)/g, '$&:'),
    thumbprint,
  };
}

function tbsCertificate(publicKey: Buffer, kid: string, createdAt: number): Buffer {
  const name = sequence(set(sequence(oid('550403'), tagged(0x0c, Buffer.from(kid))))); // CN
  const serial = createHash('sha256').update(kid).digest().subarray(0, 8);
  return sequence(
    tagged(0xa0, integer([2])), // version 3
    integer([1, ...serial]), // with a one before it, it is positive
    sha256WithRsa,
    name,
    sequence(time(createdAt), time(createdAt + tenYearsMs)),
    name,
    publicKey,
  );
}

/** One value of the Distinguished Encoding Rules (ITU-T X.690): tag, length, content. */
function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...values: readonly Buffer[]): Buffer {
  return tagged(0x30, ...values);
}

function set(...values: readonly Buffer[]): Buffer {
  return tagged(0x31, ...values);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function integer(bytes: readonly number[]): Buffer {
  return tagged(0x02, Buffer.from(bytes));
}

function bitString(bits: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), bits);
}

/** Years from 2050 on are a GeneralizedTime (RFC 5280, 4.1.2.5). */
function time(at: number): Buffer {
  const digits = `${new Date(at).toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

const sha256WithRsa = sequence(oid('2a864886f70d01010b'), tagged(0x05));
