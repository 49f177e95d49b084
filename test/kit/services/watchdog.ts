import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { serverEnvironment } from './run-program.ts';
import type { ServerDirectory } from './server-directory.ts';

/**
 * `cat` returns when the test process has closed its end of the pipe, and the kernel does that for it
 * however it dies. The server then has five seconds to stop by itself.
 */
const script = `
cat >/dev/null
kill -s "$2" "$1" 2>/dev/null
left=50
while kill -0 "$1" 2>/dev/null && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
kill -s KILL "$1" 2>/dev/null
rm -rf "$3"
`;

/**
 * A shell of a few lines that outlives us: when this process dies without having stopped its server
 * (SIGKILL, Ctrl-C, a crash), it stops the server and removes its directory. Returns the function that
 * calls the watchdog off.
 */
export function watchOver(
  serverPid: number,
  stopSignal: 'INT' | 'TERM',
  directory: ServerDirectory,
): () => Promise<void> {
  const watchdog = spawn(
    '/bin/sh',
    ['-c', script, 'watchdog', String(serverPid), stopSignal, directory.path],
    {
      cwd: '/',
      env: serverEnvironment(directory),
      // In a process group of its own, where Ctrl-C at the test run does not reach it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  watchdog.unref();
  return async () => {
    if (watchdog.pid === undefined || watchdog.exitCode !== null || watchdog.signalCode !== null) return;
    watchdog.ref();
    const exited = once(watchdog, 'exit');
    process.kill(-watchdog.pid, 'SIGKILL');
    watchdog.stdin.destroy();
    await exited;
  };
}
