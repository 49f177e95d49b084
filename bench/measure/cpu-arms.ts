import type { Arm } from './arms.ts';
import { cpuMs } from './cpu-time.ts';
import { keepAsking } from './http.ts';
import type { Worker } from './worker.ts';

const atOnce = 4; // the server is never idle, and no queue of hashes builds up

/**
 * CPU milliseconds that a server spends for each answer, while it is asked over and over.
 *
 * @param warmUpMs enough for thousands of answers: V8 still compiles while the first of them are made
 */
export function cpuPerAnswer(
  server: { readonly pid: number },
  warmUpMs: number,
  askOnce: () => Promise<unknown>,
): Arm {
  return { warmUpMs, turn: (ms) => cpuPerPiece(server.pid, () => keepAsking(ms, atOnce, askOnce)) };
}

/** CPU milliseconds that a worker spends for each piece of its work; its answer names the `count`. */
export function cpuPerPieceOf(worker: Worker): Arm {
  return { turn: (ms) => cpuPerPiece(worker.pid, async () => (await worker.turn(ms))['count'] ?? 0) };
}

async function cpuPerPiece(pid: number, happen: () => Promise<number>): Promise<number> {
  const before = cpuMs(pid);
  const count = await happen();
  if (count === 0) throw new Error('nothing happened in a whole turn');
  return (cpuMs(pid) - before) / count;
}
