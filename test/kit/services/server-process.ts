import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { serverEnvironment } from './run-program.ts';
import { removeServerDirectory, type ServerDirectory } from './server-directory.ts';
import { watchOver } from './watchdog.ts';

export interface ServerProgram {
  readonly program: string;
  /** `otherPort` is for a server that listens twice. */
  readonly args: (port: number, otherPort: number) => readonly string[];
  /** Writes what has to name the port, for a server that takes it from a file. */
  readonly prepare?: (port: number) => Promise<void>;
  readonly directory: ServerDirectory;
  /** What its environment has beside the usual. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the server prints once it can be asked. */
  readonly readyText: string;
  /** The server says that it is ready before it listens: wait until its port accepts connections too. */
  readonly speaksTooSoon?: true;
  /** The signal for an orderly but immediate end. */
  readonly stopSignal: 'INT' | 'TERM';
}

export interface RunningServer {
  readonly port: number;
  readonly otherPort: number;
  /**
   * All that the server has printed; a file, so that what was printed before an answer is there with the
   * answer.
   */
  readonly logFile: string;
  /** Stops the server and removes its directory. May be called twice. */
  stop(): Promise<void>;
}

/** A loaded machine with a cold disk takes seconds; more than this means that the server hangs. */
const startDeadlineMs = 60_000;
/** A server that has not obeyed its stop signal by then is killed. */
const stopDeadlineMs = 10_000;
/** How often the log is read while a server starts: ten times as often as the fastest of them needs. */
const pollMs = 5;
/**
 * Another process can take the port between our choosing and the server's binding; three times over is no
 * accident.
 */
const portAttempts = 3;

/**
 * Starts a server on a free port and waits until it says that it is ready. It runs as the directory's owner
 * and goes away with this process, however that ends. Throws, with the server's own words, when it does not
 * get ready.
 */
export async function startServer(server: ServerProgram, attempts = portAttempts): Promise<RunningServer> {
  try {
    return await startOnPorts(server, await freePort(), await freePort());
  } catch (error) {
    const portWasTaken = error instanceof Error && error.message.includes('Address already in use');
    if (!portWasTaken || attempts <= 1) throw error;
    return startServer(server, attempts - 1);
  }
}

async function startOnPorts(server: ServerProgram, port: number, otherPort: number): Promise<RunningServer> {
  const logFile = join(server.directory.path, `server-${port}.log`);
  await server.prepare?.(port);
  const { child, pid } = await spawnServer(server, server.args(port, otherPort), logFile);
  const callOff = watchOver(pid, server.stopSignal, server.directory);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= endProcess(child, `SIG${server.stopSignal}`)
      .finally(callOff)
      .then(() => removeServerDirectory(server.directory));
    return stopped;
  };
  try {
    await waitUntilReady(child, logFile, server.readyText);
    if (server.speaksTooSoon === true) await waitUntilListening(child, port);
  } catch (error) {
    await endProcess(child, 'SIGKILL').finally(callOff);
    throw error;
  }
  return { port, otherPort, logFile, stop };
}

async function spawnServer(
  server: ServerProgram,
  args: readonly string[],
  logFile: string,
): Promise<{ child: ChildProcess; pid: number }> {
  const log = await open(logFile, 'w', 0o600);
  try {
    const child = spawn(server.program, args, {
      cwd: server.directory.path,
      env: { ...serverEnvironment(server.directory), ...server.env },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...server.directory.owner,
    });
    await once(child, 'spawn');
    // A test that forgets to stop its server still ends; the watchdog does the rest.
    child.unref();
    if (child.pid === undefined) throw new Error(`${server.program} has started without a process id`);
    return { child, pid: child.pid };
  } finally {
    await log.close();
  }
}

async function waitUntilReady(child: ChildProcess, logFile: string, readyText: string): Promise<void> {
  const deadline = performance.now() + startDeadlineMs;
  for (;;) {
    const ended = hasEnded(child);
    const log = await readFile(logFile, 'utf8');
    if (log.includes(readyText)) return;
    if (ended) throw new Error(`the server ended before it was ready:\n${log}`);
    if (performance.now() > deadline) throw new Error(`the server is not ready after a minute:\n${log}`);
    await delay(pollMs);
  }
}

async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + startDeadlineMs;
  while (!(await accepts(port))) {
    if (hasEnded(child)) throw new Error('the server ended before it listened');
    if (performance.now() > deadline) throw new Error('the server does not listen after a minute');
    await delay(pollMs);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  const exited = once(child, 'exit');
  child.kill(signal);
  const killer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await exited;
  clearTimeout(killer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
