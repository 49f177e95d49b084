import { setTimeout as delay } from 'node:timers/promises';

/**
 * When those come who come at random, so many a second, within so many milliseconds: a schedule that is fixed before
 * anybody has come, and the same for the same seed.
 */
export function arrivals(seed: number, perSecond: number, milliseconds: number): readonly number[] {
  const random = generator(seed);
  const times: number[] = [];
  const next = (time: number): number => time - (Math.log(1 - random()) * 1_000) / perSecond;
  for (let time = next(0); time < milliseconds; time = next(time)) times.push(time);
  return times;
}

/**
 * Has something happen at each of these times, whether or not what came before has been answered: an open loop.
 *
 * @returns how long each took, in milliseconds, from the time at which it was due: who is kept waiting counts the wait
 */
export async function atTheirTimes(
  times: readonly number[],
  happen: () => Promise<unknown>,
): Promise<readonly number[]> {
  const began = performance.now();
  const each = async (time: number): Promise<number> => {
    await delay(time - (performance.now() - began));
    await happen();
    return performance.now() - began - time;
  };
  return await Promise.all(times.map(each));
}

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e37_79b9);
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
