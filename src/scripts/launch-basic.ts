import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What a runner is started with. */
export interface LaunchRequest {
  readonly heapMb: number;
  /** Folders that `require` resolves from, and the only ones that the process may read beside its own. */
  readonly moduleFolders: readonly string[];
}

/** A started runner: its process id, and the server's end of its control channel. */
export interface LaunchedRunner {
  /** Undefined when it could not be started; `onEnd` follows. */
  readonly pid: number | undefined;
  readonly channel: Socket;
  kill(): void;
  /** Called once, when the process has ended and its last words are read. */
  onEnd(listener: (signal: string | null) => void): void;
}

/** A level of isolation: how a runner's process is started. */
export type Launch = (request: LaunchRequest) => LaunchedRunner;

const runnerFolder = fileURLToPath(new URL('./runner/', import.meta.url));

/** Has the kernel kill a runner with its server, also one whose event loop is stuck. Linux, util-linux. */
const setpriv = '/usr/bin/setpriv';
const dieWithServer = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--'] : [];

/**
 * Isolation level `basic`: a child process under Node's permission model with an empty environment. It
 * holds against mistakes, not against hostile code: the network is open.
 *
 * The control channel is a unix socket pair on descriptor 3: as fast as a socket with a path (58 and 63 µs
 * a round trip, 33 ms to start either way), and there is no path to find, guard or clean up.
 */
export const launchBasic: Launch = ({ heapMb, moduleFolders }) => {
  const [command = process.execPath, ...args] = [
    ...dieWithServer,
    process.execPath,
    '--permission',
    ...[runnerFolder, ...moduleFolders].map((folder) => `--allow-fs-read=${folder}`),
    '--no-experimental-sqlite',
    '--disable-proto=delete',
    // Node prints them with console.error: they would show as a line of the script's.
    '--no-warnings',
    `--max-old-space-size=${heapMb}`,
    `${runnerFolder}main.mjs`,
  ];
  // `import()` in a script resolves from the working directory.
  const child = spawn(command, args, {
    env: {},
    cwd: moduleFolders[0] ?? '/',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  const channel = pipe instanceof Socket ? pipe : new Socket();
  channel.on('error', () => {});
  return {
    pid: child.pid,
    channel,
    kill: () => {
      child.kill('SIGKILL');
    },
    onEnd: (listener) => {
      child.once('error', () => {
        if (child.pid === undefined) listener(null);
      });
      child.once('close', (_code, signal) => {
        if (child.pid !== undefined) listener(signal);
      });
    },
  };
};
