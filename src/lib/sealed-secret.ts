import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Where a sealed value lives: a cipher text moved to another place does not open there (S10). */
export interface SealedPlace {
  readonly table: string;
  readonly row: string;
  readonly field: string;
  /** The key within the field, where the field is a record. */
  readonly key?: string;
}

/** Seals secrets at rest with AES-256-GCM, bound to their place. */
export interface Sealer {
  /** Encrypts under the newest key. Sealing the same text twice gives different cipher texts. */
  seal(plain: string, place: SealedPlace): string;
  /** Decrypts; `undefined` when the text is not ours, was altered, or belongs to another place or an unknown key. */
  open(sealed: string, place: SealedPlace): string | undefined;
  /** Whether a sealed text was made under an older key and should be sealed again. */
  isStale(sealed: string): boolean;
  /** A 32-byte key for another purpose, derived from the newest master key: equal on every node. */
  deriveKey(purpose: string): Uint8Array;
  /** The same of each older master key, newest first: for what was made before the last rotation. */
  deriveFormerKeys(purpose: string): readonly Uint8Array[];
}

const prefix = 'sealed:1:';
const ivBytes = 12; // NIST SP 800-38D, 5.2.1.1
const tagBytes = 16;

/** Whether a text has the form of a sealed value, of any key and place. */
export function looksSealed(text: string): boolean {
  return text.startsWith(prefix);
}

/**
 * A sealer over one or more 32-byte master keys, newest first. Older keys open what they sealed, so that keys can rotate.
 *
 * @throws RangeError when there is no key, or one is not 32 bytes long
 */
export function createSealer(masterKeys: readonly Uint8Array[]): Sealer {
  const keys = masterKeys.map(sealingKey);
  const [newest] = keys;
  const [newestMaster, ...formerMasters] = masterKeys;
  if (newest === undefined || newestMaster === undefined)
    throw new RangeError('a sealer needs at least one key');
  return {
    seal(plain, place) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv).setAAD(boundData(newest.id, place));
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${prefix}${newest.id}:${body.toString('base64url')}`;
    },
    open(sealed, place) {
      const parts = split(sealed);
      const key = keys.find(({ id }) => id === parts?.keyId);
      if (parts === undefined || key === undefined || parts.body.length < ivBytes + tagBytes)
        return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key.key, parts.body.subarray(0, ivBytes))
        .setAAD(boundData(key.id, place))
        .setAuthTag(parts.body.subarray(-tagBytes));
      try {
        return (
          decipher.update(parts.body.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        return undefined; // the tag does not fit: altered, or moved here from another place
      }
    },
    isStale: (sealed) => split(sealed)?.keyId !== newest.id,
    deriveKey: (purpose) => derive(newestMaster, purpose),
    deriveFormerKeys: (purpose) => formerMasters.map((master) => derive(master, purpose)),
  };
}

function sealingKey(master: Uint8Array): { id: string; key: Uint8Array } {
  if (master.length !== 32) throw new RangeError('a master key is 32 bytes long');
  const key = derive(master, 'seal');
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}

function derive(master: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, 'segue', purpose, 32));
}

function split(sealed: string): { keyId: string; body: Buffer } | undefined {
  if (!looksSealed(sealed)) return undefined;
  const [keyId, body] = sealed.slice(prefix.length).split(':');
  return keyId === undefined || body === undefined
    ? undefined
    : { keyId, body: Buffer.from(body, 'base64url') };
}

function boundData(keyId: string, place: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([keyId, place.table, place.row, place.field, place.key ?? null]));
}
