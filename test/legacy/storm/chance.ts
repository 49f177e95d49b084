/** Chance that can be had again: the same seed, the same numbers. */
export interface Chance {
  /** At least 0, below 1. */
  next(): number;
  /** One of them; each as likely as its weight says. */
  pick<T extends { readonly weight: number }>(all: readonly T[]): T;
}

/** Mulberry32: 32 bits of state are enough for a crowd. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick(all) {
      let left = next() * all.reduce((sum, { weight }) => sum + weight, 0);
      const found = all.find(({ weight }) => {
        left -= weight;
        return left < 0;
      });
      const last = found ?? all.at(-1);
      if (last === undefined) throw new RangeError('nothing to pick from');
      return last;
    },
  };
}
