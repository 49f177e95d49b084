import type { LegacyAnswer, LegacyDirectory } from '../legacy-directory.ts';
import type { Profile } from '../profile.ts';

/** A legacy user store that lives as long as the test, with what it was asked. */
export interface InMemoryLegacy extends LegacyDirectory {
  readonly asked: readonly { readonly how: 'authenticate' | 'find'; readonly identifier: string }[];
  /** Adds a user, or replaces the one with this identifier; `aliases` find it too. */
  put(user: LegacyUser): void;
  /** From now on every call gets this answer; undefined: the users decide again. */
  answerWith(answer: Ending | undefined): void;
}

export interface LegacyUser {
  readonly password: string;
  readonly profile: Partial<Profile> & { readonly id: string; readonly email: string };
  readonly aliases?: readonly string[];
}

type Ending = LegacyAnswer extends infer A
  ? A extends LegacyAnswer
    ? Omit<A, 'scriptVersion' | 'durationMs'>
    : never
  : never;

const facts = { scriptVersion: 'v1', durationMs: 3 };

export function createInMemoryLegacy(): InMemoryLegacy {
  const users = new Map<string, LegacyUser>();
  const asked: { how: 'authenticate' | 'find'; identifier: string }[] = [];
  let always: Ending | undefined;
  const answer = (user: LegacyUser | undefined): LegacyAnswer => {
    if (always !== undefined) return { ...always, ...facts };
    if (user === undefined) return { answer: 'absent', known: false, ...facts };
    return { answer: 'profile', profile: { ...bare, ...user.profile }, ...facts };
  };
  return {
    asked,
    put(user) {
      for (const each of [user.profile.email, ...(user.aliases ?? [])]) users.set(each.toLowerCase(), user);
    },
    answerWith(ending) {
      always = ending;
    },
    async authenticate(_connection, identifier, password) {
      asked.push({ how: 'authenticate', identifier });
      const user = users.get(identifier.toLowerCase());
      return answer(user?.password === password ? user : undefined);
    },
    async find(_connection, identifier) {
      asked.push({ how: 'find', identifier });
      return answer(users.get(identifier.toLowerCase()));
    },
  };
}

const bare: Omit<Profile, 'id' | 'email'> = {
  emailVerified: false,
  username: null,
  name: null,
  nickname: null,
  givenName: null,
  familyName: null,
  picture: null,
  phoneNumber: null,
  blocked: false,
  createdAt: null,
  userMetadata: {},
  appMetadata: {},
};
