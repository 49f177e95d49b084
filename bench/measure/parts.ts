/** What an arm that measures several things at once tells of a turn, by name. */
export type Parts = Readonly<Record<string, number>>;

/** One of these things, turn by turn. */
export function partOf(turns: readonly Parts[] | undefined, part: string): readonly number[] {
  return (turns ?? []).map((turn) => turn[part] ?? Number.NaN);
}
