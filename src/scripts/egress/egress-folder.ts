import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomName } from './one-shot-socket.ts';

const prefix = 'segue-out-';

/** No process lives for longer than an hour and its last calls. */
const abandonedAfterMs = 24 * 60 * 60_000;

/** Windows has pipes by name and no folder for them. */
const pipes = process.platform === 'win32' ? '\\\\.\\pipe\\' : undefined;

/**
 * Makes the folder for the one-shot sockets of one process. Its path is short: with a socket's name it must
 * fit the 104 bytes of a `sockaddr_un`. Where the server is root the runner is somebody else, who may pass
 * through the folder and not list it.
 */
export function makeEgressFolder(): string {
  if (pipes !== undefined) return `${pipes}segue-${randomName()}`;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  if (process.geteuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}

/** Without a free descriptor a folder cannot be read, nor removed. */
const triedAgainAfterMs = 10_000;

/** Removes the folder with what is left in it. Never throws: what cannot be removed is tried again, and swept one day. */
export function removeEgressFolder(folder: string): void {
  if (pipes !== undefined || folder === '') return;
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    setTimeout(
      () => void rm(folder, { recursive: true, force: true }).catch(() => {}),
      triedAgainAfterMs,
    ).unref();
  }
}

/** Removes what servers that were killed have left behind: folders that nobody has used for a day. Never rejects. */
export async function sweepEgressFolders(parent: string = tmpdir()): Promise<void> {
  if (pipes !== undefined) return;
  const names = await readdir(parent).catch(() => []);
  for (const name of names) if (name.startsWith(prefix)) await sweep(join(parent, name));
}

async function sweep(folder: string): Promise<void> {
  try {
    const { mtimeMs, uid } = await stat(folder);
    if (Date.now() - mtimeMs > abandonedAfterMs && uid === process.geteuid?.())
      await rm(folder, { recursive: true });
  } catch {
    // Another server has swept it.
  }
}
