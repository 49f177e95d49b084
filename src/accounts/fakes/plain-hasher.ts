import type { PasswordHasher } from '../password-hasher.ts';

/** A hasher whose hashes can be read, and that counts its work. */
export interface PlainHasher extends PasswordHasher {
  /** How many hashes and verifications were done, for nobody or somebody. */
  readonly spent: () => number;
  /** Is awaited after each verification: a place to let something happen in between. */
  afterVerify: () => Promise<void>;
}

/** @param generation today's parameters; hashes of another generation are outdated */
export function createPlainHasher(generation = 'today'): PlainHasher {
  let spent = 0;
  const hasher: PlainHasher = {
    spent: () => spent,
    hasRoom: () => true,
    afterVerify: async () => {},
    async hash(password) {
      spent += 1;
      return `${generation}:${password}`;
    },
    async verify(password, passwordHash) {
      spent += 1;
      const fits = passwordHash.slice(passwordHash.indexOf(':') + 1) === password;
      await hasher.afterVerify();
      return { fits, outdated: fits && !passwordHash.startsWith(`${generation}:`) };
    },
    async verifyNobody() {
      spent += 1;
    },
  };
  return hasher;
}
