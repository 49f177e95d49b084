import type { Spread } from './statistics.ts';

export type Unit = 'ms' | 'µs' | 'MB' | '/s' | 'AUC';

/** One line of the result: ours, what it is held against in the same run, and the goal. */
export interface Row {
  readonly figure: string;
  readonly unit: Unit;
  /** The median of our turns. */
  readonly ours: number;
  /** The limit or peer, the median of its turns. */
  readonly beside?: { readonly name: string; readonly value: number };
  /** How the two compare, turn by turn: the ratio, or how much more ours is, in the unit. */
  readonly compared?: Spread & { readonly as: 'ratio' | 'more' };
  /** The most, or the least, that ours or the middle of the comparison may be. */
  readonly goal?: { readonly of: 'ours' | 'comparison' } & Bound;
  /** What a reader has to know to judge the line. */
  readonly note?: string;
}

export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** A line that this machine cannot give, and why. */
export interface LeftOut {
  readonly figure: string;
  readonly leftOut: string;
}

/** A figure of the bench: everything that one measurement can tell, measured in one run. */
export interface Figure {
  /** What it is called on the command line. */
  readonly name: string;
  /** Takes too long to be measured with the others. */
  readonly byNameOnly?: true;
  /** How many pairs of turns are wanted; a figure that takes samples instead scales them by it. */
  measure(pace: { readonly pairs: number }): Promise<readonly (Row | LeftOut)[]>;
}

/** Whether the goal is met; undefined where there is none. */
export function isMet({ ours, compared, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined;
  const judged = goal.of === 'ours' ? ours : compared?.median;
  if (judged === undefined) throw new Error('a goal for a comparison that was not made');
  return 'atMost' in goal ? judged <= goal.atMost : judged >= goal.atLeast;
}
