import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Readable, Writable } from 'node:stream';
import {
  channelOf,
  type Launch,
  type LaunchedRunner,
  type LaunchRequest,
  limitItself,
  nodeArguments,
  pipeOf,
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
  /** Ends both, however far their start has come. */
  kill(): void;
}

/**
 * Isolation level `strict`: the runner of level `basic` inside a sandbox that the kernel holds closed. It has
 * namespaces of its own, an empty network, one process, a filter for its system calls, and of the host's
 * files Node, its libraries, the runner, the modules and the folder of its sockets. It holds against hostile code.
 *
 * @throws RangeError on a processor without a filter
 */
export const launchStrict: Launch = (request) => launchSandboxed(sandboxOf(request));

/** A runner in this sandbox. */
export function launchSandboxed(sandbox: Sandbox): LaunchedRunner {
  const { bubblewrap, innerPid, kill } = startSandboxed(sandbox);
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
    kill,
    onEnd: (listener) => tellEnd(bubblewrap, (code, signal) => listener(signal ?? signalIn(code))),
  };
}

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
const deafToSignals = ['/bin/sh', '-c', `trap "" HUP INT TERM; ${limitItself}; exec "$@"`, 'sh'];

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
  bubblewrap.on('error', () => {}); // told of by its end
  const filter = pipeOf(bubblewrap, descriptors.filter);
  if (filter instanceof Writable) filter.on('error', () => {}).end(seccompFilter());
  const { kill, onKnown } = prepareToKill(bubblewrap);
  return { bubblewrap, innerPid: readInnerPid(bubblewrap, onKnown), kill };
}

/** Bubblewrap is there, and its process inside, within milliseconds; a machine that swaps may take a second. */
const tellWithinMs = 5_000;

/**
 * The kernel ends what is inside with bubblewrap, once that has been asked for from inside. Until then the process
 * would be left over, for ever and with the channel in its hands: it has to be ended by its id, and before it has one
 * nothing is.
 */
function prepareToKill(bubblewrap: ChildProcess): { kill(): void; onKnown(pid: number): void } {
  let inside: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (inside !== undefined && bubblewrap.exitCode === null && bubblewrap.signalCode === null)
      endProcess(inside);
    bubblewrap.kill('SIGKILL');
  };
  bubblewrap.once('close', () => clearTimeout(timer));
  return {
    kill: () => {
      if (inside === undefined) timer ??= setTimeout(end, tellWithinMs).unref();
      else end();
    },
    onKnown: (pid) => {
      inside = pid;
      if (timer !== undefined) end();
    },
  };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Bubblewrap tells it as JSON when the process is there; it is readied for the worst at once. */
function readInnerPid(bubblewrap: ChildProcess, onKnown: (pid: number) => void): () => number | undefined {
  let text = '';
  let pid: number | undefined;
  const information = pipeOf(bubblewrap, descriptors.information);
  if (information instanceof Readable) {
    information
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        const found = /"child-pid": (\d+)/.exec(text)?.[1];
        if (found === undefined || pid !== undefined) return;
        pid = Number(found);
        prepareForTheWorst(pid);
        onKnown(pid);
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
