import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { lineOf, readLines } from '../control-channel.ts';
import { makeEgressFolder, removeEgressFolder } from '../egress/egress-folder.ts';
import { channelOf, setpriv } from '../launch.ts';
import { installedModuleFolders } from '../module-folders.ts';
import { protocolVersion } from '../runner/protocol.mjs';
import { preparation } from '../start-runner.ts';
import type { LoadMessage } from '../wire.ts';
import { explainFailure } from './explain-failure.ts';
import { findBubblewrap, isRoot } from './host-programs.ts';
import { gapsAround } from './inspect-process.ts';
import { type Sandboxed, sandboxOf, startSandboxed } from './launch-strict.ts';
import { egressFolderInside } from './sandbox.ts';

/** Whether isolation level `strict` works on this machine; if not, what to do about it. */
export type StrictProof = { readonly holds: true } | { readonly holds: false; readonly reason: string };

/** A busy machine starts a process in a second; one that hangs must not keep the server from starting. */
const patienceMs = 5_000;

/** The end of what bubblewrap says is its reason. */
const longestComplaint = 2_000;

/** The least that Node and the runner start with. */
const heapMb = 32;

/**
 * Starts one strict runner and looks at it from outside: its user, capabilities, namespaces, network and
 * files. About 50 ms, most of it in the other process; nothing is kept. Never rejects.
 */
export async function proveStrict(
  moduleFolders: readonly string[] = installedModuleFolders(),
): Promise<StrictProof> {
  const obstacle = findObstacle();
  if (obstacle !== undefined) return { holds: false, reason: obstacle };
  let egressFolder: string | undefined;
  try {
    egressFolder = makeEgressFolder();
    const sandboxed = startSandboxed(sandboxOf({ heapMb, moduleFolders, egressFolder }), 'pipe');
    return await proveWith(sandboxed, preparation({ egressFolderInside }, moduleFolders));
  } catch (error) {
    return { holds: false, reason: `the test of it failed: ${String(error)}` };
  } finally {
    if (egressFolder !== undefined) removeEgressFolder(egressFolder);
  }
}

function findObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    return `there is no system call filter for ${process.arch} processors`;
  if (findBubblewrap() === undefined)
    return 'bubblewrap is not installed: apt-get install bubblewrap (or dnf, apk, pacman)';
  if (isRoot() && !existsSync(setpriv))
    return `Segue runs as root and ${setpriv} is not there: install util-linux, or run Segue as another user`;
  return undefined;
}

async function proveWith({ bubblewrap, innerPid, kill }: Sandboxed, prepare: string): Promise<StrictProof> {
  let complaints = '';
  bubblewrap.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-longestComplaint);
  });
  const ended = new Promise<'ended'>((resolve) => {
    bubblewrap.once('error', () => resolve('ended')).once('close', () => resolve('ended'));
  });
  const timer = setTimeout(kill, patienceMs);
  try {
    const first = await Promise.race([greetingOf(channelOf(bubblewrap), prepare), ended]);
    if (first === 'ended') return { holds: false, reason: explainFailure(complaints) };
    const pid = innerPid();
    const gaps = pid === undefined ? ['bubblewrap does not tell its process'] : gapsAround(pid);
    return gaps.length === 0
      ? { holds: true }
      : { holds: false, reason: `of a test process, ${gaps.join(', ')}` };
  } finally {
    clearTimeout(timer);
    kill();
    await ended;
  }
}

const noScripts: LoadMessage = { type: 'load', protocol: protocolVersion, sources: {}, configuration: {} };

/** A runner that has loaded its scripts says so; there are none here. */
function greetingOf(channel: Socket, prepare: string): Promise<'greeted'> {
  return new Promise((resolve) => {
    const onLine = (): boolean => {
      resolve('greeted');
      return false;
    };
    readLines(channel, onLine, () => {});
    channel.write(prepare + (lineOf(noScripts) ?? ''));
  });
}
