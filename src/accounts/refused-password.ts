import type { PasswordHasher } from './password-hasher.ts';
import type { CheckedRule, PasswordPolicy, PasswordRules } from './password-policy.ts';
import type { PersonDetails } from './user.ts';

export interface RefusedPasswordNeeds {
  readonly policy: Pick<PasswordPolicy, 'check'>;
  readonly passwords: Pick<PasswordHasher, 'verify'>;
}

/** A password that somebody wants to set, for themselves or for another. */
export interface ProposedPassword {
  readonly password: string;
  /** The connection's `passwordRules`. */
  readonly rules: PasswordRules;
  /** Whose it will be, as they will be once it is set. */
  readonly person: Partial<PersonDetails>;
  /** Hashes of the user's passwords, the present one first and the oldest last; none for a new user. */
  readonly formerHashes?: readonly string[];
}

/** Why a password may not be set; each is for the person who chose it to mend. */
export type RefusedPassword = { readonly outcome: 'refused-password' } & PasswordFault;

export type PasswordFault =
  | { readonly fault: 'too-weak'; readonly rules: readonly CheckedRule[] }
  | { readonly fault: 'too-common' }
  | { readonly fault: 'personal' }
  /** It is one of the last so many passwords. */
  | { readonly fault: 'used-before'; readonly history: number };

/**
 * The refusal of a password that the connection's rules do not allow; `undefined` when it may be set. For every door by
 * which a password is set, and none by which one is verified. Former passwords cost a verification each and are compared
 * last, one after the other, for no more of the hash queue than one place.
 *
 * @throws HashQueueFull when too many hashes wait already
 */
export async function refusedPassword(
  { policy, passwords }: RefusedPasswordNeeds,
  { password, rules, person, formerHashes = [] }: ProposedPassword,
): Promise<RefusedPassword | undefined> {
  const verdict = await policy.check(password, rules, person);
  switch (verdict.verdict) {
    case 'too-weak':
      return { outcome: 'refused-password', fault: 'too-weak', rules: verdict.rules };
    case 'too-common':
    case 'personal':
      return { outcome: 'refused-password', fault: verdict.verdict };
    case 'accepted': {
      const remembered = formerHashes.slice(0, rules.history);
      if (!(await fitsOne(passwords, password, remembered))) return undefined;
      return { outcome: 'refused-password', fault: 'used-before', history: rules.history };
    }
  }
}

async function fitsOne(
  passwords: RefusedPasswordNeeds['passwords'],
  password: string,
  hashes: readonly string[],
): Promise<boolean> {
  for (const hash of hashes) {
    if ((await passwords.verify(password, hash)).fits) return true;
  }
  return false;
}
