/** One of the things that are measured side by side. */
export interface Arm<Measured = number> {
  /** How long it works before anything counts; two seconds where it does not say. */
  readonly warmUpMs?: number;
  /** How long each of its turns is; a second where it does not say. */
  readonly turnMs?: number;
  /** Works for about so long, checks what it does, and answers with what was measured in this turn. */
  turn(milliseconds: number): Promise<Measured>;
}

export interface Pace {
  /** How often every arm has its turn. */
  readonly pairs: number;
}

const usualTurnMs = 1_000;
const usualWarmUpMs = 2_000;

/** Fewer pairs than this are a look, not a result. */
export const fewestPairs = 9;

/**
 * Warms every arm up, then lets all of them take turns in a random order, and answers with what was
 * measured in each arm's turns.
 */
export async function takeTurns<Name extends string, Measured = number>(
  arms: Readonly<Record<Name, Arm<Measured>>>,
  { pairs }: Pace,
): Promise<Readonly<Record<Name, readonly Measured[]>>> {
  const all = Object.entries<Arm<Measured>>(arms).map(([name, arm]) => ({
    name,
    arm,
    turns: [] as Measured[],
  }));
  for (const { arm } of all) await arm.turn(arm.warmUpMs ?? usualWarmUpMs);
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const { arm, turns } of shuffled(all)) turns.push(await arm.turn(arm.turnMs ?? usualTurnMs));
  }
  const turnsOf: Record<string, readonly Measured[]> = Object.fromEntries(
    all.map(({ name, turns }) => [name, turns]),
  );
  return turnsOf as Record<Name, readonly Measured[]>; // one entry for each arm
}

/** The same values in a random order. */
export function shuffled<T>(values: readonly T[]): T[] {
  const drawn = values.map((value) => ({ value, lot: Math.random() }));
  return drawn.sort((a, b) => a.lot - b.lot).map(({ value }) => value);
}

/** An arm whose turn is as many samples as fit into it; its figure is what the summary makes of them. */
export function samplesOf(
  sample: () => Promise<number>,
  summary: (values: readonly number[]) => number,
): Arm {
  return {
    async turn(milliseconds) {
      const values: number[] = [];
      for (const end = performance.now() + milliseconds; performance.now() < end; )
        values.push(await sample());
      return summary(values);
    },
  };
}
