import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Readable, Writable } from 'node:stream';
import {
  channelOf,
  type Launch,
  type LaunchRequest,
  nodeArguments,
  runnerFolder,
  tellEnd,
  workingFolder,
} from '../launch.ts';
import { prepareForTheWorst } from '../process-memory.ts';
import { dropRoot, findBubblewrap } from './host-programs.ts';
import { nodeFiles } from './node-files.ts';
import { bubblewrapArguments, descriptors, egressFolderInside, type Sandbox } from './sandbox.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** A sandboxed program: bubblewrap, which waits outside, and the process inside once it is known. */
export interface Sandboxed {
  readonly bubblewrap: ChildProcess;
  innerPid(): number | undefined;
}

/**
 * Isolation level `strict`: the runner of level `basic` inside a sandbox that the kernel holds closed. It has
 * namespaces of its own, an empty network, one process, a filter for its system calls, and of the host's
 * files Node, its libraries, the runner, the modules and the folder of its sockets. It holds against hostile code.
 *
 * @throws RangeError on a processor without a filter
 */
export const launchStrict: Launch = (request) => {
  const { bubblewrap, innerPid } = startSandboxed(sandboxOf(request));
  const channel = channelOf(bubblewrap);
  // Again, once it greets: what is set while bubblewrap turns into Node can be lost with bubblewrap's memory.
  channel.once('data', () => {
    const pid = innerPid();
    if (pid !== undefined) prepareForTheWorst(pid);
  });
  return {
    started: bubblewrap.pid !== undefined,
    pid: innerPid,
    channel,
    egressFolderInside,
    // The kernel ends what is inside with it.
    kill: () => {
      bubblewrap.kill('SIGKILL');
    },
    onEnd: (listener) => tellEnd(bubblewrap, (code, signal) => listener(signal ?? signalIn(code))),
  };
};

/** A runner's sandbox. */
export function sandboxOf(request: LaunchRequest): Sandbox {
  return {
    readable: [...nodeFiles(), runnerFolder, ...request.moduleFolders],
    egressFolder: request.egressFolder,
    workingFolder: workingFolder(request),
    command: [process.execPath, ...nodeArguments(request)],
  };
}

/**
 * A signal to all processes of the service, as systemd sends it, or Ctrl-C: bubblewrap would end, and with it
 * calls that the server is about to finish. A program inherits which signals are ignored.
 */
const deafToSignals = ['/bin/sh', '-c', 'trap "" HUP INT TERM; exec "$@"', 'sh'];

/** Starts a program in a sandbox. `complaints`: where bubblewrap, and then the program, writes its errors. */
export function startSandboxed(sandbox: Sandbox, complaints: 'ignore' | 'pipe' = 'ignore'): Sandboxed {
  const [program = '', ...args] = [
    ...deafToSignals,
    ...dropRoot(),
    findBubblewrap() ?? 'bwrap',
    ...bubblewrapArguments(sandbox),
  ];
  const bubblewrap = spawn(program, args, {
    env: {},
    cwd: '/',
    stdio: ['ignore', complaints === 'pipe' ? 'pipe' : 'ignore', complaints, 'pipe', 'pipe', 'pipe'],
  });
  const filter = bubblewrap.stdio[descriptors.filter];
  if (filter instanceof Writable) filter.on('error', () => {}).end(seccompFilter());
  return { bubblewrap, innerPid: readInnerPid(bubblewrap) };
}

/** Bubblewrap tells it as JSON when the process is there; it is readied for the worst at once. */
function readInnerPid(bubblewrap: ChildProcess): () => number | undefined {
  let text = '';
  let pid: number | undefined;
  const information = bubblewrap.stdio[descriptors.information];
  if (information instanceof Readable) {
    information
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        const found = /"child-pid": (\d+)/.exec(text)?.[1];
        if (found === undefined || pid !== undefined) return;
        pid = Number(found);
        prepareForTheWorst(pid);
      });
  }
  return () => pid;
}

/** Bubblewrap ends with 128 and the signal that ended the process inside, as a shell does. */
const signalOffset = 128;

/**
 * The first process of a namespace cannot be aborted: libc, asked to, ends it by an instruction that traps. So
 * V8 ends when its heap is full; what else would trap is a fault of Node itself.
 */
const traps: readonly string[] = ['SIGSEGV', 'SIGILL', 'SIGTRAP'];

function signalIn(code: number | null): string | null {
  const number = (code ?? 0) - signalOffset;
  const name = Object.entries(constants.signals).find(([, each]) => each === number)?.[0];
  if (name === undefined) return null;
  return traps.includes(name) ? 'SIGABRT' : name;
}
