import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Reads a 32-byte key from a file, or makes the file, readable by its owner only. Two processes that start at once end
 * with the same key: whoever comes second reads what the first has made.
 *
 * @throws Error when the file is there and does not hold 32 bytes in base64, or cannot be read or written
 */
export async function keptKey(file: string): Promise<Uint8Array> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = randomBytes(32);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${fresh.toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true });
  try {
    await link(draft, file); // the whole file appears at once, or somebody else's is there already
    return fresh;
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    await unlink(draft);
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} does not hold a 32-byte key in base64`);
  return key;
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
