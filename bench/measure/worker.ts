import { createInterface } from 'node:readline';
import { type Child, type ChildOptions, startChild } from './child.ts';
import { cores } from './cores.ts';

/*
 * Both ends of a worker: a process that does one thing over and over for as long as it is told, so that its CPU time can
 * be read from outside. A question is a number of milliseconds; the answer is what was done.
 */

/** In the worker: does the work whenever it is asked to, and answers. Never returns while somebody may ask. */
export function serveTurns(work: (milliseconds: number) => Promise<object>): void {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { milliseconds }: { milliseconds: number } = JSON.parse(line); // our own words, see `Worker.turn`
    process.stdout.write(`${JSON.stringify(await work(milliseconds))}\n`);
  });
}

/** Outside: the process, and its turns. */
export interface Worker extends AsyncDisposable {
  readonly pid: number;
  /** Has it work for so long; `count` of its answer is how often it did. */
  turn(milliseconds: number): Promise<Readonly<Record<string, number>>>;
}

/** Starts a worker on the server's core, since it stands in for a server. */
export function startWorker(options: ChildOptions): Worker {
  const child: Child = startChild({ core: cores.server, ...options });
  return {
    pid: child.pid,
    async turn(milliseconds) {
      const done = await child.ask({ milliseconds });
      return done as Readonly<Record<string, number>>; // see `serveTurns`: each worker is a file of ours
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
