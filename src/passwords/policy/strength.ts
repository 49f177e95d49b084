import { type CharacterClass, hasClass } from './character-classes.ts';

export type StrengthLevel = 'none' | 'low' | 'fair' | 'good' | 'excellent';

/** What the level and the length ask of a password. */
export interface StrengthRules {
  readonly level: StrengthLevel;
  /** In characters; null leaves it to the level. */
  readonly minLength: number | null;
}

/** A rule, under the code that Auth0 gives it, and whether the password keeps it. */
export type CheckedRule = { readonly verified: boolean } & (
  | { readonly code: 'lengthAtLeast'; readonly least: number }
  | {
      readonly code: 'shouldContain' | 'containsAtLeast';
      readonly least: number;
      readonly classes: readonly { readonly code: CharacterClass; readonly verified: boolean }[];
    }
  | { readonly code: 'identicalChars'; readonly most: number }
);

interface Level {
  readonly minLength: number;
  readonly contains?: {
    readonly code: 'shouldContain' | 'containsAtLeast';
    readonly least: number;
    readonly classes: readonly CharacterClass[];
  };
  /** How often a character may stand in a row. */
  readonly mostIdentical?: number;
}

const threeOfFour = {
  code: 'containsAtLeast',
  least: 3,
  classes: ['lowerCase', 'upperCase', 'numbers', 'specialCharacters'],
} as const;

// Auth0's five, as its password-sheriff 2.0 has them.
const levels: Readonly<Record<StrengthLevel, Level>> = {
  none: { minLength: 1 },
  low: { minLength: 6 },
  fair: {
    minLength: 8,
    contains: { code: 'shouldContain', least: 3, classes: ['lowerCase', 'upperCase', 'numbers'] },
  },
  good: { minLength: 8, contains: threeOfFour },
  excellent: { minLength: 10, contains: threeOfFour, mostIdentical: 2 },
};

/**
 * The rules of a level, in Auth0's order, each with whether the password keeps it; the empty password keeps none. A
 * minimum length stands in place of the level's, also where it is less. Characters are code points.
 */
export function checkStrength(password: string, { level, minLength }: StrengthRules): readonly CheckedRule[] {
  const { minLength: levelLength, contains, mostIdentical } = levels[level];
  const characters = [...password];
  const rules: CheckedRule[] = [checkLength(characters, minLength ?? levelLength)];
  if (contains !== undefined) rules.push(checkClasses(password, contains));
  if (mostIdentical !== undefined) rules.push(checkRuns(characters, mostIdentical));
  return rules;
}

function checkLength(characters: readonly string[], least: number): CheckedRule {
  return { code: 'lengthAtLeast', least, verified: characters.length >= least };
}

function checkClasses(
  password: string,
  { code, least, classes }: NonNullable<Level['contains']>,
): CheckedRule {
  const checked = classes.map((each) => ({ code: each, verified: hasClass(password, each) }));
  const kept = checked.filter(({ verified }) => verified).length;
  return { code, least, classes: checked, verified: kept >= least };
}

function checkRuns(characters: readonly string[], most: number): CheckedRule {
  const verified = characters.length > 0 && longestRun(characters) <= most;
  return { code: 'identicalChars', most, verified };
}

function longestRun(characters: readonly string[]): number {
  let longest = 0;
  let run = 0;
  for (const [index, character] of characters.entries()) {
    run = character === characters[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
