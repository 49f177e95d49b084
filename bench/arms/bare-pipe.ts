import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A child of Node.js at the other end of a pipe, and nothing in between: what no script runner can be faster than. */
export interface BarePipe {
  /** From spawn to the greeting. */
  readonly readyMs: number;
  /** Sends a line and resolves with the answer to it. */
  roundTrip(line: string): Promise<string>;
  close(): Promise<void>;
}

const echo = fileURLToPath(new URL('./bare-echo.mjs', import.meta.url));

export async function openBarePipe(): Promise<BarePipe> {
  const began = performance.now();
  const child = spawn(process.execPath, [echo], { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const socket = child.stdio[3];
  if (!(socket instanceof Socket)) throw new Error('no pipe to the child');
  socket.setEncoding('utf8');
  let wake: (line: string) => void = () => {};
  socket.on('data', (line: string) => wake(line));
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  await next();
  const readyMs = performance.now() - began;
  return {
    readyMs,
    roundTrip: (line) => {
      socket.write(`${line}\n`);
      return next();
    },
    close: async () => {
      const exited = once(child, 'exit');
      socket.destroy();
      child.kill('SIGKILL');
      await exited;
    },
  };
}
