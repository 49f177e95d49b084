import type { PersonDetails } from './user.ts';

/** What a connection asks of a new password. A migrating login is never refused for an old one. */
export interface PasswordRules {
  /** Auth0's five levels of length and character classes. */
  readonly level: 'none' | 'low' | 'fair' | 'good' | 'excellent';
  /** In characters; null leaves it to the level. */
  readonly minLength: number | null;
  /** Refuse common and breached passwords, and these words of the operator's. */
  readonly dictionary: { readonly enabled: boolean; readonly words: readonly string[] };
  /** Refuse passwords that contain the user's name, email or the like. */
  readonly noPersonalInfo: boolean;
  /** How many former passwords may not come back; 0 is none. */
  readonly history: number;
}

/** Port: which passwords may be set. Former passwords are not its matter: it sees no hashes. */
export interface PasswordPolicy {
  check(password: string, rules: PasswordRules, person: Partial<PersonDetails>): Promise<PasswordVerdict>;
  /** The rules of length and classes, unchecked: for a page that tells them beforehand. */
  rulesOf(rules: PasswordRules): readonly CheckedRule[];
}

export type PasswordVerdict =
  | { readonly verdict: 'accepted' }
  | { readonly verdict: 'too-weak'; readonly rules: readonly CheckedRule[] }
  | { readonly verdict: 'too-common' }
  | { readonly verdict: 'personal' };

export type CharacterClass = 'lowerCase' | 'upperCase' | 'numbers' | 'specialCharacters';

/** A rule with its codes as Auth0's `PasswordStrengthError` names them, and whether the password keeps it. */
export type CheckedRule = { readonly verified: boolean } & (
  | { readonly code: 'lengthAtLeast'; readonly least: number }
  | {
      /** All of the classes (`shouldContain`), or some of them (`containsAtLeast`). */
      readonly code: 'shouldContain' | 'containsAtLeast';
      readonly least: number;
      readonly classes: readonly { readonly code: CharacterClass; readonly verified: boolean }[];
    }
  | { readonly code: 'identicalChars'; readonly most: number }
);
