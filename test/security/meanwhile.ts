import { hash } from '@node-rs/argon2';
import type { Store } from '../../src/store/index.ts';

/** What another node does to a user while this one is at something else. */
export type Meanwhile = (accounts: Store['accounts'], userId: string) => Promise<unknown>;

export const changesMeanwhile: Readonly<Record<'password' | 'email' | 'block', Meanwhile>> = {
  password: async ({ passwordHashes }, userId) =>
    passwordHashes.replace(userId, await hash('set meanwhile'), Date.now()),
  email: ({ users }, userId) => users.update(userId, { email: `new-${userId.slice(6)}` }, Date.now()),
  block: ({ users }, userId) => users.update(userId, { blocked: true }, Date.now()),
};
