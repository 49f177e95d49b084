import type { PasswordHashes } from '../accounts-store.ts';
import { mostFormerPasswords } from '../former-passwords.ts';
import type { State, StateAccess } from './in-memory-state.ts';

/** The password hashes of the in-memory store. */
export function inMemoryPasswordHashes({ read, write }: StateAccess): PasswordHashes {
  return {
    find: (userId) => read((state) => state.passwordHashes.get(userId)),
    replace: (userId, passwordHash, at) =>
      write((state) => {
        const user = state.users.get(userId);
        if (user === undefined) return false;
        const credentialVersion = user.credentialVersion + 1;
        state.users.set(userId, { ...user, lastPasswordChangeAt: at, credentialVersion });
        keepReplaced(state, userId);
        state.passwordHashes.set(userId, passwordHash);
        return true;
      }),
    compareAndSet: (userId, oldHash, newHash) =>
      write((state) => {
        if (state.passwordHashes.get(userId) !== oldHash) return false;
        state.passwordHashes.set(userId, newHash);
        return true;
      }),
    former: (userId, limit) => read((state) => formerOf(state, userId).slice(0, limit)),
  };
}

function keepReplaced(state: State, userId: string): void {
  const replaced = state.passwordHashes.get(userId);
  if (replaced === undefined) return;
  const newest = [replaced, ...formerOf(state, userId)].slice(0, mostFormerPasswords);
  state.formerPasswords.set(userId, newest);
}

function formerOf({ formerPasswords }: State, userId: string): readonly string[] {
  return formerPasswords.get(userId) ?? [];
}
