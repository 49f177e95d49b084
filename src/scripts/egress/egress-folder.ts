import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomName } from './one-shot-socket.ts';

/** Windows has pipes by name and no folder for them. */
const pipes = process.platform === 'win32' ? '\\\\.\\pipe\\' : undefined;

/**
 * Makes the folder for the one-shot sockets of one process. Its path is short: with a socket's name it must
 * fit the 104 bytes of a `sockaddr_un`. Where the server is root the runner is somebody else, who may pass
 * through the folder and not list it.
 */
export function makeEgressFolder(): string {
  if (pipes !== undefined) return `${pipes}segue-${randomName()}`;
  const folder = mkdtempSync(join(tmpdir(), 'segue-out-'));
  if (process.geteuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}

/** Removes the folder with what is left in it. */
export function removeEgressFolder(folder: string): void {
  if (pipes === undefined) rmSync(folder, { recursive: true, force: true });
}
