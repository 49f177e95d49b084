import {
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for this machine that has signed itself, and its key: PEM texts, and the files that hold them. */
export interface SelfSignedCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
  remove(): void;
}

interface Kind {
  readonly makeKeys: () => KeyPairKeyObjectResult;
  readonly digest: 'sha1' | 'sha256';
  /** The signature's algorithm, in DER. */
  readonly algorithm: Buffer;
}

/** Makes one for `localhost` that is good for a day. Node has no call for it, and a kept one would end some time. */
export function makeSelfSignedCertificate(): SelfSignedCertificate {
  return make({
    makeKeys: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    digest: 'sha256',
    algorithm: sequence(oid('2a8648ce3d040302')),
  });
}

/** One as servers of 2005 have it: RSA of 1024 bits, signed with SHA-1. */
export function makeOldCertificate(): SelfSignedCertificate {
  return make({
    makeKeys: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
    digest: 'sha1',
    algorithm: sequence(oid('2a864886f70d010105'), der(0x05)),
  });
}

function make({ makeKeys, digest, algorithm }: Kind): SelfSignedCertificate {
  const { privateKey, publicKey } = makeKeys();
  const body = tbsCertificate(publicKey.export({ type: 'spki', format: 'der' }), algorithm, Date.now());
  const signature = sign(digest, body, privateKey);
  const cert = new X509Certificate(sequence(body, algorithm, bitString(signature))).toString();
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const folder = mkdtempSync(join(tmpdir(), 'segue-tls-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { cert, key, certFile, keyFile, remove: () => rmSync(folder, { recursive: true }) };
}

const hourMs = 3_600_000;

/** RFC 5280, 4.1: version 3, valid from an hour ago for a day, with the names that tests call this machine by. */
function tbsCertificate(publicKey: Buffer, algorithm: Buffer, now: number): Buffer {
  const name = sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))));
  const alternatives = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)), // the serial number, positive
    algorithm,
    name,
    sequence(utcTime(now - hourMs), utcTime(now + 23 * hourMs)),
    name,
    publicKey,
    der(0xa3, sequence(sequence(oid('551d11'), der(0x04, alternatives)))),
  );
}

/** One value of the Distinguished Encoding Rules (ITU-T X.690): tag, length, content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...values: readonly Buffer[]): Buffer => der(0x30, ...values);
const set = (...values: readonly Buffer[]): Buffer => der(0x31, ...values);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const bitString = (bits: Buffer): Buffer => der(0x03, Buffer.from([0]), bits);
const utcTime = (at: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/\D/g, '')}Z`));
