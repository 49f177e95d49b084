import { maxStrayCharacters, maxStrays, straysPerCall } from './runner-limits.ts';

/** What a process may send that answers nothing: late notes, late answers. */
export interface StrayBudget {
  /** False when a line of this length is more than our runner would send after so many calls. */
  spend(characters: number, calls: number): boolean;
}

/** A budget of which nothing is spent yet. */
export function openStrayBudget(): StrayBudget {
  let lines = 0;
  let sum = 0;
  return {
    spend: (characters, calls) => {
      lines += 1;
      sum += characters;
      return lines <= maxStrays + straysPerCall * calls && sum <= maxStrayCharacters;
    },
  };
}
