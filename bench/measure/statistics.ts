/** What is reported of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError when there is nothing to summarise */
export function spreadOf(values: readonly number[]): Spread {
  return { median: percentile(values, 50), min: Math.min(...values), max: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/**
 * The value that so many per cent of the values do not exceed, between neighbours by proportion.
 *
 * @throws RangeError when there are no values
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('a percentile of no values');
  return below + (above - below) * (place - Math.floor(place));
}

/** Ours over the other, turn by turn: what a machine that drifts cannot spoil. */
export function ratios(ours: readonly number[], others: readonly number[]): readonly number[] {
  return ours.map((value, turn) => value / at(others, turn));
}

/** Ours less the other, turn by turn. */
export function differences(ours: readonly number[], others: readonly number[]): readonly number[] {
  return ours.map((value, turn) => value - at(others, turn));
}

const redraws = 1_000;

/**
 * Ours over the other of a percentile that a single turn is too short for: of all turns together. The middle is that
 * ratio; the ends are those between which 95 of 100 lie when as many pairs of turns are drawn again and again from those
 * that there are (bootstrap).
 */
export function ratioOfPercentile(
  percent: number,
  ours: readonly (readonly number[])[],
  others: readonly (readonly number[])[],
): Spread {
  const ratioOver = (turns: readonly number[]): number => {
    const [mine, theirs] = [ours, others].map((arm) => turns.flatMap((turn) => arm[turn] ?? []));
    return percentile(mine ?? [], percent) / percentile(theirs ?? [], percent);
  };
  const all = ours.map((_, turn) => turn);
  const draw = (): readonly number[] => all.map(() => Math.floor(Math.random() * all.length));
  const drawn = Array.from({ length: redraws }, () => ratioOver(draw()));
  return { median: ratioOver(all), min: percentile(drawn, 2.5), max: percentile(drawn, 97.5) };
}

function at(values: readonly number[], turn: number): number {
  const value = values[turn];
  if (value === undefined) throw new RangeError('arms with unequal numbers of turns');
  return value;
}

/**
 * How well a threshold tells one sample from another: the probability that a value of the one exceeds a value of the
 * other, turned so that 0.5 is a coin and 1 is certainty whichever is the larger (Mann–Whitney; ties count half).
 */
export function areaUnderCurve(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, mine: 1 })), ...other.map((value) => ({ value, mine: 0 }))];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    let mine = 0;
    for (; all[end]?.value === all[start]?.value && end < all.length; end += 1) mine += all[end]?.mine ?? 0;
    rankSum += mine * ((start + 1 + end) / 2); // ties share the mean of their ranks
    start = end;
  }
  const area = (rankSum - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
  return Math.max(area, 1 - area);
}
