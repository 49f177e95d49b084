import { type Launch, launchBasic, launchStrict, proveStrict } from '../../src/scripts/index.ts';
import type { LeftOut } from './figure.ts';

/** How each level of isolation starts a script's process. */
export const launches = { basic: launchBasic, strict: launchStrict } satisfies Record<string, Launch>;

export type Level = keyof typeof launches;

/** The levels of isolation that work on this machine. */
export interface Levels {
  readonly all: readonly Level[];
  /** What to print of a figure in the place of the levels that do not work. */
  instead(figure: string): readonly LeftOut[];
}

export async function levelsHere(): Promise<Levels> {
  const proof = await proveStrict();
  if (proof.holds) return { all: ['basic', 'strict'], instead: () => [] };
  return {
    all: ['basic'],
    instead: (figure) => [{ figure: `${figure}, strict`, leftOut: proof.reason }],
  };
}

/** A level as it stands on the command line of a worker. */
export function isLevel(word: string | undefined): word is Level {
  return word !== undefined && Object.hasOwn(launches, word);
}
