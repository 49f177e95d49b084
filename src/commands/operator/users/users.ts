import type { JsonObject } from '../../../lib/json.ts';
import type { SegueApi } from '../api/segue-api.ts';
import { exitCodes, Failure } from '../failure.ts';
import { findOrExplain } from '../find-or-explain.ts';
import type { Setting } from '../read-changes.ts';
import type { Resource } from '../resource/resource.ts';
import { pairsOf, textAt, timeAt } from '../show.ts';
import { askSecret } from '../terminal/ask-person.ts';
import { optionSwitch, optionText, type VerbRequest } from '../verb.ts';

/** Users, by id or by email. */
export const users: Resource = {
  one: 'user',
  path: 'users',
  columns: [
    { title: 'user', of: (user) => textAt(user, 'user_id'), gives: true },
    { title: 'email', of: (user) => textAt(user, 'email') || textAt(user, 'username'), gives: true },
    { title: 'connection', of: connectionOf, gives: true },
    { title: 'logins', of: (user) => textAt(user, 'logins_count') },
    { title: 'last login', of: (user) => timeAt(user, 'last_login') },
    { title: 'origin', of: (user) => textAt(user, 'segue.origin') },
    {
      title: 'blocked',
      of: (user) => (user['blocked'] === true ? 'blocked' : ''),
      paint: (user) => (user['blocked'] === true ? 'red' : undefined),
    },
  ],
  idOf: (user) => textAt(user, 'user_id'),
  titleOf: (user) => [textAt(user, 'email') || textAt(user, 'username'), textAt(user, 'user_id')].join(' '),
  card: (user) => [['connection', connectionOf(user)], ...pairsOf(user, ['identities'])],
  find: findUser,
  listQuery: (request) => ({
    connection: optionText(request, 'connection'),
    sort: optionText(request, 'sort'),
  }),
  settings,
};

function connectionOf(user: JsonObject): string {
  const identities = user['identities'];
  return Array.isArray(identities) ? textAt({ first: identities[0] ?? null }, 'first.connection') : '';
}

async function findUser(segue: SegueApi, named: string): Promise<JsonObject> {
  // An id may hold an address: whoever writes a bar means an id.
  if (named.includes('|') || !named.includes('@')) return findById(segue, named);
  const found = await segue.getList('users-by-email', { email: named });
  const [user, another] = found;
  if (user === undefined) {
    throw new Failure(
      exitCodes.notFound,
      `nobody has the email ${named}`,
      'See who is there: segue users list',
    );
  }
  if (another === undefined) return user;
  const ids = found.map((each) => `${textAt(each, 'user_id')} (${connectionOf(each)})`);
  throw new Failure(
    exitCodes.badData,
    `${named} is ${found.length} users: ${ids.join(', ')}`,
    'Name one by its id.',
  );
}

function findById(segue: SegueApi, id: string): Promise<JsonObject> {
  return findOrExplain(segue, `users/${encodeURIComponent(id)}`, {
    message: `there is no user ${id}`,
    advice: 'A user is named by id, as auth0|42, or by email: segue users list shows both.',
  });
}

async function settings(request: VerbRequest, how: 'create' | 'update'): Promise<readonly Setting[]> {
  const text = (option: string, property: string): readonly Setting[] => {
    const value = optionText(request, option);
    return value === undefined ? [] : [{ path: [property], value }];
  };
  const flag = (option: string, property: string, value: boolean): readonly Setting[] =>
    optionSwitch(request, option) === true ? [{ path: [property], value }] : [];
  const named = [
    ...text('connection', 'connection'),
    ...text('userId', 'user_id'),
    ...text('email', 'email'),
    ...text('username', 'username'),
    ...text('name', 'name'),
    ...flag('emailVerified', 'email_verified', true),
    ...flag('block', 'blocked', true),
    ...flag('unblock', 'blocked', false),
  ];
  const isInFile = how === 'create' && optionText(request, 'from') !== undefined;
  const isAsked = how === 'create' ? !isInFile : optionSwitch(request, 'password') === true;
  if (!isAsked) return named;
  return [...named, { path: ['password'], value: await askSecret('Password') }];
}
