import { createBlocklist } from './blocklist.ts';
import { folded } from './folded.ts';
import { containsPersonalInfo, type Person } from './personal-info.ts';
import { type CheckedRule, checkStrength, type StrengthRules } from './strength.ts';

/** What is asked of a new password. */
export interface PolicyRules extends StrengthRules {
  readonly dictionary: { readonly enabled: boolean; readonly words: readonly string[] };
  readonly noPersonalInfo: boolean;
}

export type PolicyVerdict =
  | { readonly verdict: 'accepted' }
  | { readonly verdict: 'too-weak'; readonly rules: readonly CheckedRule[] }
  | { readonly verdict: 'too-common' }
  | { readonly verdict: 'personal' };

/** Says which passwords may be set; fits the port `PasswordPolicy` of the accounts. */
export interface PolicyChecker {
  check(password: string, rules: PolicyRules, person: Person): Promise<PolicyVerdict>;
  rulesOf(rules: StrengthRules): readonly CheckedRule[];
}

/** The policy with the blocklist, which is read when it is first needed. */
export function createPasswordPolicy(): PolicyChecker {
  const blocklist = createBlocklist();

  async function isCommon(password: string, { enabled, words }: PolicyRules['dictionary']): Promise<boolean> {
    if (!enabled) return false;
    const wanted = folded(password);
    return words.some((word) => folded(word) === wanted) || blocklist.has(password);
  }

  return {
    async check(password, rules, person) {
      const strength = checkStrength(password, rules);
      if (strength.some(({ verified }) => !verified)) return { verdict: 'too-weak', rules: strength };
      if (await isCommon(password, rules.dictionary)) return { verdict: 'too-common' };
      if (rules.noPersonalInfo && containsPersonalInfo(password, person)) return { verdict: 'personal' };
      return { verdict: 'accepted' };
    },
    rulesOf: (rules) => checkStrength('', rules),
  };
}
