import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A child of Node.js at the other end of a pipe, and nothing in between: what no script runner can be faster than. */
export interface BarePipe {
  readonly pid: number;
  /** From spawn to the greeting. */
  readonly readyMs: number;
  /** Sends a line and resolves with the answer to it; answers come in the order of the lines. */
  roundTrip(line: string): Promise<string>;
  close(): Promise<void>;
}

const echo = fileURLToPath(new URL('./bare-echo.mjs', import.meta.url));

export async function openBarePipe(): Promise<BarePipe> {
  const began = performance.now();
  const child = spawn(process.execPath, [echo], { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const socket = child.stdio[3];
  const { pid } = child;
  if (!(socket instanceof Socket) || pid === undefined) throw new Error('no pipe to the child');
  const waiting: ((line: string) => void)[] = [];
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) waiting.shift()?.(line);
  });
  const next = (): Promise<string> => new Promise((resolve) => waiting.push(resolve));
  await next();
  const readyMs = performance.now() - began;
  return {
    pid,
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
