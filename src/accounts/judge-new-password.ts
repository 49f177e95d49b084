import type { AccountsRepositories } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import { type RefusedPassword, type RefusedPasswordNeeds, refusedPassword } from './refused-password.ts';
import type { PersonDetails } from './user.ts';

export interface JudgeNewPasswordNeeds extends RefusedPasswordNeeds {
  readonly store: {
    readonly passwordHashes: Pick<AccountsRepositories['passwordHashes'], 'find' | 'former'>;
  };
}

/**
 * Why a password may not be set on this connection: by its rules, and for somebody who is here already by the passwords
 * that were set before. `undefined` when it may.
 *
 * @throws HashQueueFull
 */
export async function judgeNewPassword(
  needs: JudgeNewPasswordNeeds,
  password: string,
  { options }: Pick<Connection, 'options'>,
  person: Partial<PersonDetails> & { readonly userId?: string | undefined },
): Promise<RefusedPassword | undefined> {
  const rules = options.passwordRules;
  const formerHashes =
    person.userId === undefined || rules.history === 0
      ? []
      : await passwordsOf(needs.store, person.userId, rules.history);
  return refusedPassword(needs, { password, rules, person, formerHashes });
}

async function passwordsOf(
  { passwordHashes }: JudgeNewPasswordNeeds['store'],
  userId: string,
  limit: number,
): Promise<readonly string[]> {
  const current = await passwordHashes.find(userId);
  const former = await passwordHashes.former(userId, limit);
  return current === undefined ? former : [current, ...former];
}
