import type { GuardLimits } from './guard-limits.ts';

/** Deaths looked back upon; a process needs tens of milliseconds to start, so this many in a minute is not usual. */
const mostDeaths = 100;

/**
 * Makes the function that is told of each death of a script's process, with digests of the inputs that may have caused
 * it, and says whether the deaths make a pattern: so many within the window that no two of them can have had the same
 * cause (S9). Deaths that share an input count once, for it may be the same one that killed both.
 *
 * @param now milliseconds
 */
export function watchDeaths(
  { deathsToOpen, deathWindowMs }: Pick<GuardLimits, 'deathsToOpen' | 'deathWindowMs'>,
  now: () => number,
): (inputs: readonly string[]) => boolean {
  let deaths: readonly { readonly at: number; readonly inputs: readonly string[] }[] = [];
  return (inputs) => {
    if (inputs.length === 0) return false; // no call was on board
    const at = now();
    const recent = deaths.filter((death) => at - death.at < deathWindowMs);
    deaths = [...recent, { at, inputs }].slice(-mostDeaths);
    return countUnrelated(deaths.map((death) => death.inputs)) >= deathsToOpen;
  };
}

function countUnrelated(deaths: readonly (readonly string[])[]): number {
  const seen = new Set<string>();
  let count = 0;
  for (const inputs of deaths) {
    if (inputs.some((input) => seen.has(input))) continue;
    count += 1;
    for (const input of inputs) seen.add(input);
  }
  return count;
}
