import { createHash } from 'node:crypto';
import { median } from './statistics.ts';

/** Above this the machine of the end is not the machine of the beginning. */
export const mostDrift = 0.15;

const block = Buffer.alloc(64 * 1_024, 7);
const rounds = 600; // some 50 ms
const loops = 9;

/** How long a fixed piece of work takes now, in milliseconds: arithmetic, memory and JavaScript. */
export function referenceMs(): number {
  return median(Array.from({ length: loops }, timeLoop));
}

function timeLoop(): number {
  const began = performance.now();
  const hash = createHash('sha256');
  for (let round = 0; round < rounds; round += 1) {
    hash.update(block);
    JSON.parse(JSON.stringify({ round, digest: hash.copy().digest('hex') }));
  }
  return performance.now() - began;
}

/** By how much the second of two times differs from the first, as a share of it. */
export function drift(beforeMs: number, afterMs: number): number {
  return Math.abs(afterMs / beforeMs - 1);
}
