import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { folded } from './folded.ts';
import { hasLine } from './has-line.ts';

/** The passwords that attackers try first. */
export interface Blocklist {
  /** Whether a password is one of them, whatever its case. Never what is like one of them, or contains one. */
  has(password: string): Promise<boolean>;
}

/**
 * The hundred thousand commonest passwords of public breaches, as docs/decisions/009-password-blocklist.md chose them. They
 * are read at the first question, in some 10 ms, and then take 2 MB; a question takes 4 µs.
 */
export function createBlocklist(): Blocklist {
  let words: Promise<Uint8Array> | undefined;
  return {
    async has(password) {
      words ??= readCommonPasswords();
      return hasLine(await words, folded(password));
    },
  };
}

/** The words as they were compiled: folded, sorted by their UTF-8 bytes, each ended by a newline. */
export async function readCommonPasswords(): Promise<Uint8Array> {
  const { default: file } = await import('./common-passwords.json', { with: { type: 'json' } });
  return promisify(brotliDecompress)(Buffer.from(file.words, 'base64'));
}
