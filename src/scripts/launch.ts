import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What a runner is started with. */
export interface LaunchRequest {
  readonly heapMb: number;
  /** Folders that `require` resolves from, and the only ones that the process may read beside its own. */
  readonly moduleFolders: readonly string[];
  /** A folder of the host, for the sockets that lead out of the process. */
  readonly egressFolder: string;
}

/** A started runner: its process, and the server's end of its control channel. */
export interface LaunchedRunner {
  /** False when it could not be started; `onEnd` follows. */
  readonly started: boolean;
  /** The process that scripts run in; undefined until it is known, and where there is none. */
  pid(): number | undefined;
  readonly channel: Socket;
  /** Where the process finds {@link LaunchRequest.egressFolder}. */
  readonly egressFolderInside: string;
  kill(): void;
  /** Called once, when the process has ended and its last words are read. */
  onEnd(listener: (signal: string | null) => void): void;
}

/** A level of isolation: how a runner's process is started. */
export type Launch = (request: LaunchRequest) => LaunchedRunner;

/** Changes what a process is allowed to, and then becomes another program. Linux, util-linux. */
export const setpriv = '/usr/bin/setpriv';

/** Connections and modules take a few hundred; sockets that lead nowhere take the kernel's memory, which nobody watches. */
const maxDescriptors = 2_048;

/**
 * What a shell does before it becomes the runner: the kernel keeps it from more descriptors than it needs, and from
 * writing a byte to any file, whatever Node's permission model makes of it.
 */
export const limitItself = `ulimit -n ${maxDescriptors} 2>/dev/null; ulimit -f 0 2>/dev/null`;

export const runnerFolder = fileURLToPath(new URL('./runner/', import.meta.url));

/** The arguments of Node for a runner at any level: its permission model, its limits, its program. */
export function nodeArguments({ heapMb, moduleFolders }: LaunchRequest): readonly string[] {
  return [
    '--permission',
    ...[runnerFolder, ...moduleFolders].map((folder) => `--allow-fs-read=${folder}`),
    '--no-experimental-sqlite',
    '--disable-proto=delete',
    // V8's switches write files past the permission model, lift the heap's limit and open the engine to exploits;
    // nobody changes one now: trying ends the process.
    '--freeze-flags-after-init',
    // Node prints them with console.error: they would show as a line of the script's.
    '--no-warnings',
    `--max-old-space-size=${heapMb}`,
    `${runnerFolder}main.mjs`,
  ];
}

/** `import()` in a script resolves from the working directory. */
export function workingFolder({ moduleFolders }: LaunchRequest): string {
  return moduleFolders[0] ?? '/';
}

/** Tells of a child's end, once: by the signal that ended it, or null; also when it could not be started. */
export function tellEnd(
  child: ChildProcess,
  listener: (code: number | null, signal: string | null) => void,
): void {
  let isTold = false;
  child.on('error', () => {
    if (child.pid !== undefined || isTold) return;
    isTold = true;
    listener(null, null);
  });
  child.once('close', (code, signal) => {
    if (child.pid !== undefined) listener(code, signal);
  });
}

/**
 * The server's end of a pipe to a child; undefined where there is none. Without a free descriptor there is no child,
 * and Node then leaves it without pipes at all, whatever its types say.
 */
export function pipeOf(child: ChildProcess, descriptor: number): Readable | Writable | undefined {
  const pipes: ArrayLike<Readable | Writable | null | undefined> | undefined = child.stdio;
  return pipes?.[descriptor] ?? undefined;
}

/**
 * The server's end of the control channel: a unix socket pair on descriptor 3 of the child. As fast as a
 * socket with a path (58 and 63 µs a round trip, 33 ms to start either way), and there is no path to find,
 * guard or clean up.
 */
export function channelOf(child: ChildProcess): Socket {
  const pipe = pipeOf(child, 3);
  const channel = pipe instanceof Socket ? pipe : new Socket();
  channel.on('error', () => {});
  return channel;
}
