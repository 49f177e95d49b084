import type { PasswordPolicy, PasswordVerdict } from '../password-policy.ts';

/** A policy that accepts every password but those that it is told of, whatever the rules. */
export function createStrictPolicy(
  refused: Readonly<Record<string, Exclude<PasswordVerdict, { readonly verdict: 'accepted' }>>> = {},
): PasswordPolicy {
  return {
    check: async (password) => refused[password] ?? { verdict: 'accepted' },
    rulesOf: () => [],
  };
}
