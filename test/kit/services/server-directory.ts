import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerOwner } from './server-owner.ts';

/** A server's home: everything it writes is in here, and nobody but its owner (and root) can look in. */
export interface ServerDirectory {
  readonly path: string;
  readonly owner: ServerOwner | undefined;
}

/** Makes an empty directory for a server of this name. */
export async function newServerDirectory(
  name: string,
  owner: ServerOwner | undefined,
): Promise<ServerDirectory> {
  const path = await mkdtemp(join(tmpdir(), `segue-test-${name}-`));
  if (owner) await chown(path, owner.uid, owner.gid);
  return { path, owner };
}

/** Makes a directory and sets a server up in it; what is left of a failed attempt is removed. */
export async function inNewServerDirectory<T>(
  name: string,
  owner: ServerOwner | undefined,
  setUp: (directory: ServerDirectory) => Promise<T>,
): Promise<T> {
  const directory = await newServerDirectory(name, owner);
  try {
    return await setUp(directory);
  } catch (error) {
    await removeServerDirectory(directory);
    throw error;
  }
}

/** Writes a file that only the server can read, and returns its path. */
export async function writePrivateFile(
  directory: ServerDirectory,
  name: string,
  text: string,
): Promise<string> {
  const file = join(directory.path, name);
  await writeFile(file, text, { mode: 0o600 });
  if (directory.owner) await chown(file, directory.owner.uid, directory.owner.gid);
  return file;
}

/** Removes the directory and all that is in it; it may be gone already. */
export async function removeServerDirectory(directory: ServerDirectory): Promise<void> {
  await rm(directory.path, { recursive: true, force: true });
}
