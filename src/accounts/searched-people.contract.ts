import type { User } from './user.ts';
import type { TextField, TextPattern, UserFilter } from './user-filter.ts';

/** A pattern as people write it: `a`, `a*`, `*c`, `a*c` or `a*b*c`. */
export function text(field: TextField, written: string): UserFilter {
  const [head = '', ...others] = written.split('*');
  const within = others.length > 1 ? (others[0] ?? '') : '';
  const pattern: TextPattern = { head, within, tail: others.at(-1) ?? '', isWhole: others.length === 0 };
  return { is: 'text', field, pattern };
}

/** A value in metadata, or any. */
export const meta = (path: string, value?: string, of: 'user_metadata' | 'app_metadata' = 'user_metadata') =>
  ({ is: 'metadata', of, path, ...(value === undefined ? {} : { value }) }) as const;
const not = (of: UserFilter) => ({ is: 'not', of }) as const;
export const all = (...of: readonly UserFilter[]) => ({ is: 'all-of', of }) as const;
export const any = (...of: readonly UserFilter[]) => ({ is: 'any-of', of }) as const;

/** Four people, by the ends of their ids. */
export function people(): Readonly<Record<'ada' | 'bob' | 'eve' | 'zoe', Partial<User>>> {
  return {
    ada: {
      email: 'Ada@Example.com',
      username: 'AdaL',
      name: 'Ada Lovelace',
      nickname: 'ada',
      givenName: 'Ada',
      familyName: 'Lovelace',
      phoneNumber: '+4930123',
      emailVerified: true,
      createdAt: 10,
      updatedAt: 11,
      lastLoginAt: 12,
      loginsCount: 3,
      lastIp: '192.0.2.1',
      userMetadata: { city: 'Paris', age: 36, likes: ['maths', { what: 'engines' }], on: true },
      appMetadata: { plan: { name: 'gold' }, city: 'Rome' },
    },
    bob: {
      email: 'bob@other.example',
      name: 'Bob 100%_\\',
      picture: 'https://cdn.example/Bob.png',
      blocked: true,
      createdAt: 20,
      lastPasswordChangeAt: 5,
      userMetadata: { city: 'paris', age: 36.5, zip: '007', none: null, empty: {}, no: [] },
      appMetadata: { plan: { name: 'gold', until: 1e21 } },
    },
    eve: { email: null, username: 'eve', name: 'EVE lovelace', createdAt: 30, loginsCount: 7 },
    zoe: {
      email: 'zoë@sub.example.com',
      name: 'Zoë 🦉 Ünal',
      createdAt: 40,
      userMetadata: { 'a.b': { c: 'x' }, city: 'O\'Brien "q"' },
    },
  };
}

export const everybody = ['ada', 'bob', 'eve', 'zoe'];

/** Who is found by what. */
export const rows: readonly (readonly [UserFilter, readonly string[]])[] = [
  [all(), everybody],
  [any(), []],
  [not(any()), everybody],
  [text('email', 'ada@example.COM'), ['ada']],
  [text('email', 'ada@example'), []],
  [text('email', 'ZOË@*'), ['zoe']],
  [text('email', '*@example.com'), ['ada']],
  [text('email', '*example*'), ['ada', 'bob', 'zoe']],
  [text('email', '*'), ['ada', 'bob', 'zoe']],
  [not(text('email', '*')), ['eve']],
  [not(text('email', 'ada@example.com')), ['bob', 'eve', 'zoe']],
  [text('email.domain', 'EXAMPLE.com'), ['ada']],
  [text('email.domain', '*example*'), ['ada', 'bob', 'zoe']],
  [text('username', 'adal'), ['ada']],
  [text('name', 'ada lovelace'), ['ada']],
  [text('name', 'ada'), []],
  [text('name', 'ada*'), ['ada']],
  [text('name', 'ADA*LACE'), ['ada']],
  [text('name', '*lovelace'), ['ada', 'eve']],
  [text('name', 'e*v*lace'), ['eve']],
  [text('name', 'ada lovelace*lovelace'), []],
  [text('name', 'bob 100%_\\'), ['bob']],
  [text('name', 'bob %*'), []],
  [text('name', 'bob 1__*'), []],
  [text('name', '*%_\\'), ['bob']],
  [text('name', 'zoë 🦉 *'), ['zoe']],
  [text('name', 'zoë ?*'), []],
  [text('name', '*🦉 ünal'), ['zoe']],
  [text('name', 'z* 🦉 *l'), ['zoe']],
  [text('nickname', 'ADA'), ['ada']],
  [text('given_name', 'ada'), ['ada']],
  [text('family_name', 'love*'), ['ada']],
  [text('phone_number', '+4930123'), ['ada']],
  [text('phone_number', '+49*'), ['ada']],
  [text('picture', 'https://cdn.example/Bob.png'), ['bob']],
  [text('picture', 'https://cdn.example/bob.png'), []],
  [text('picture', '*/Bob.png'), ['bob']],
  [text('picture', '*/bob.png'), []],
  [text('picture', '*EXAMPLE*'), []],
  [text('last_ip', '192.0.2.1'), ['ada']],
  [{ is: 'flag', field: 'blocked', value: true }, ['bob']],
  [{ is: 'flag', field: 'blocked', value: false }, ['ada', 'eve', 'zoe']],
  [{ is: 'flag', field: 'email_verified', value: true }, ['ada']],
  [{ is: 'within', field: 'created_at', from: 10, to: 20 }, ['ada', 'bob']],
  [{ is: 'within', field: 'created_at', from: 21 }, ['eve', 'zoe']],
  [{ is: 'within', field: 'created_at', to: 10 }, ['ada']],
  [{ is: 'within', field: 'updated_at', to: 11 }, ['ada']],
  [{ is: 'within', field: 'last_login', from: 0 }, ['ada']],
  [{ is: 'within', field: 'last_login' }, ['ada']],
  [not({ is: 'within', field: 'last_login', from: 0 }), ['bob', 'eve', 'zoe']],
  [{ is: 'within', field: 'last_password_reset', to: 5 }, ['bob']],
  [{ is: 'within', field: 'logins_count', from: 3, to: 6 }, ['ada']],
  [{ is: 'within', field: 'logins_count', from: 9, to: 1 }, []],
  [{ is: 'in-connection', connectionIds: ['con_nowhere'] }, []],
  [{ is: 'in-connection', connectionIds: [] }, []],
  [meta('city', 'Paris'), ['ada']],
  [meta('city', 'paris'), ['bob']],
  [meta('city', 'Pa'), []],
  [meta('city', 'O\'Brien "q"'), ['zoe']],
  [meta('city', 'Rome'), []],
  [meta('city', 'Rome', 'app_metadata'), ['ada']],
  [meta('age', '36'), ['ada']],
  [meta('age', '36.5'), ['bob']],
  [meta('on', 'true'), ['ada']],
  [meta('zip', '007'), ['bob']],
  [meta('zip', '7'), []],
  [meta('likes', 'maths'), ['ada']],
  [meta('likes.what', 'engines'), ['ada']],
  [meta('a.b.c', 'x'), ['zoe']],
  [meta('plan.name', 'gold', 'app_metadata'), ['ada', 'bob']],
  [meta('plan.until', '1e+21', 'app_metadata'), ['bob']],
  [meta('city'), ['ada', 'bob', 'zoe']],
  [not(meta('city')), ['eve']],
  [meta('plan', undefined, 'app_metadata'), ['ada', 'bob']],
  [meta('pla', undefined, 'app_metadata'), []],
  [meta('none'), []],
  [meta('empty'), []],
  [meta('no'), []],
  [all(text('name', '*lovelace'), not(text('email', '*'))), ['eve']],
  [all(meta('plan.name', 'gold', 'app_metadata'), { is: 'flag', field: 'blocked', value: false }), ['ada']],
  [all(text('name', 'a*'), meta('plan', undefined, 'app_metadata'), meta('age', '36')), ['ada']],
  [
    any(text('email', 'bob@other.example'), meta('city', 'Paris'), text('username', 'EVE')),
    ['ada', 'bob', 'eve'],
  ],
  [any(text('name', 'ada*'), { is: 'flag', field: 'blocked', value: true }), ['ada', 'bob']],
  [any(all(text('name', 'ada*'), meta('age', '1')), text('name', 'bob*')), ['bob']],
  [not(any(text('name', 'ada*'), text('name', 'bob*'))), ['eve', 'zoe']],
  [not(all(text('name', 'ada*'), text('name', 'ada*'))), ['bob', 'eve', 'zoe']],
];
