import type { AccountsRepositories, StoredCredentials } from './accounts-store.ts';
import type { Verdict } from './login-attempt.ts';
import type { PasswordHasher } from './password-hasher.ts';

export interface VerifyLocallyNeeds {
  readonly passwords: PasswordHasher;
  readonly store: Pick<AccountsRepositories, 'passwordHashes'>;
}

/** Checks a password against the local hash, and hashes it anew where today's parameters have risen. */
export async function verifyLocally(
  { passwords, store }: VerifyLocallyNeeds,
  password: string,
  { user, passwordHash }: StoredCredentials,
): Promise<Verdict> {
  if (passwordHash === null) {
    await passwords.verifyNobody(password);
    return { verdict: 'wrong', user, event: { kind: 'login-wrong-password' } };
  }
  const { fits, outdated } = await passwords.verify(password, passwordHash);
  if (!fits) return { verdict: 'wrong', user, event: { kind: 'login-wrong-password' } };
  if (outdated) {
    // Compare-and-set: a password changed in the meantime must not be undone by its predecessor's rehash (S6).
    await store.passwordHashes.compareAndSet(user.userId, passwordHash, await passwords.hash(password));
  }
  return { verdict: 'right', user };
}
