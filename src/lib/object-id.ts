import { randomFillSync } from 'node:crypto';

let lastTick = 0;
let sequence = 0;

/**
 * A new id of 24 hexadecimal digits that sorts by the time it was made, also within one millisecond of one process:
 * 48 bits of time, 12 bits of sequence, 36 random bits. Time order keeps index inserts at the end of the tree.
 *
 * @param nowMs milliseconds since the Unix epoch
 */
export function newObjectId(nowMs: number = Date.now()): string {
  const tick = Math.max(nowMs, lastTick);
  sequence = tick === lastTick ? sequence + 1 : 0;
  lastTick = tick + (sequence >> 12);
  sequence &= 0xfff;
  const order = sequence.toString(16).padStart(3, '0');
  return timeOfObjectId(lastTick) + order + nextRandom().slice(0, 9);
}

// Random bytes are drawn for many ids at once: a draw costs more than all else about an id.
const bytesForId = 5;
const pool = Buffer.alloc(bytesForId * 256);
let used = pool.length;

function nextRandom(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesForId;
  return pool.toString('hex', used - bytesForId, used);
}

/** What ids of this millisecond begin with: all ids made earlier are smaller. */
export function timeOfObjectId(ms: number): string {
  return ms.toString(16).padStart(12, '0');
}
