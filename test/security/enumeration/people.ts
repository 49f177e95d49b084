import assert from 'node:assert/strict';
import type { Segue } from '../../kit/start-segue.ts';

/** Somebody, or nobody: what an enumerator can ask about. */
export interface Person {
  readonly email: string;
  /** On a connection with usernames. */
  readonly username: string;
  /** Of the user here, where there is or was one. */
  readonly userId: string;
}

/** Where people are made: a connection and the login that moves them there. */
export interface Place {
  readonly segue: Segue;
  readonly connection: { readonly name: string };
  readonly hasUsernames: boolean;
  logIn(person: Person, password: string): Promise<number>;
}

export const rightPassword = 'correct horse battery';
const passwordSetHere = 'a staple that was chosen here';

/** Whom the legacy system has, `gone` blocked there; it compares without letter case, as SQL does. */
export const scripts = {
  login: `function login(identifier, password, callback) {
  if (password !== '${rightPassword}') return callback(null);
  callback(null, profileOf(identifier));
}
${profileSource()}`,
  getUser: `function getUser(identifier, callback) {
  callback(null, profileOf(identifier));
}
${profileSource()}`,
};

function profileSource(): string {
  return `function profileOf(identifier) {
  const [, name, kind] = /^((kept|gone)-\\d+)(?:@example\\.com)?$/.exec(identifier.toLowerCase()) || [];
  if (!name) return null;
  const username = configuration.USERNAMES === 'yes' ? { username: name } : {};
  return { user_id: name, email: name + '@example.com', blocked: kind === 'gone', ...username };
}`;
}

type Kind = 'kept' | 'gone' | 'none';

/** A state that an identifier can be in, and how somebody gets there. */
interface State {
  readonly kind: Kind;
  /** Whether a password is asked of a hash here, whatever the legacy system does. */
  readonly isHere: boolean;
  reach(place: Place, person: Person): Promise<void>;
}

/** Every state that DESIGN.md tells apart; `unknown` is what the others are compared with. */
export const states = {
  unknown: { kind: 'none', isHere: false, reach: async () => {} },
  unmigrated: { kind: 'kept', isHere: false, reach: async () => {} },
  migrated: { kind: 'kept', isHere: true, reach: migrate },
  'created here': { kind: 'none', isHere: true, reach: create },
  blocked: { kind: 'kept', isHere: true, reach: steps(migrate, block) },
  'blocked in the legacy system': { kind: 'gone', isHere: false, reach: async () => {} },
  'blocked in the legacy system, migrated': { kind: 'gone', isHere: true, reach: migrateBlocked },
  tombstoned: { kind: 'kept', isHere: false, reach: steps(migrate, remove) },
  'tombstoned, created here': { kind: 'none', isHere: false, reach: steps(create, remove) },
  'tombstone lifted': { kind: 'kept', isHere: false, reach: steps(migrate, remove, lift) },
  'tombstone lifted, of a blocked user': {
    kind: 'kept',
    isHere: false,
    reach: steps(migrate, block, remove, lift),
  },
  'tombstone lifted, of a user with a password of its own': {
    kind: 'kept',
    isHere: false,
    reach: steps(migrate, setPassword, remove, lift),
  },
  'un-migrated': { kind: 'kept', isHere: false, reach: steps(migrate, unmigrate) },
  'un-migrated, with a password of its own': {
    kind: 'kept',
    isHere: false,
    reach: steps(migrate, setPassword, unmigrate),
  },
  moved: { kind: 'kept', isHere: false, reach: steps(migrate, move) },
} satisfies Readonly<Record<string, State>>;

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as readonly StateName[];

let made = 0;

/** Makes somebody new who is in this state. */
export async function personIn(state: StateName, place: Place): Promise<Person> {
  made += 1;
  const { kind, reach }: State = states[state];
  const username = `${kind}-${String(made).padStart(6, '0')}`;
  const person = { username, email: `${username}@example.com`, userId: `auth0|${username}` };
  await reach(place, person);
  return person;
}

type Step = State['reach'];

function steps(...all: readonly Step[]): Step {
  return async (place, person) => {
    for (const step of all) await step(place, person);
  };
}

async function migrate(place: Place, person: Person): Promise<void> {
  assert.equal(await place.logIn(person, rightPassword), 200);
}

async function migrateBlocked(place: Place, person: Person): Promise<void> {
  assert.equal(await place.logIn(person, rightPassword), 401);
}

async function create(
  { segue, connection, hasUsernames }: Place,
  { email, username, userId }: Person,
): Promise<void> {
  await manage(segue, 'POST', 'users', {
    connection: connection.name,
    user_id: userId,
    email,
    password: rightPassword,
    ...(hasUsernames ? { username } : {}),
  });
}

function block({ segue }: Place, person: Person): Promise<void> {
  return manage(segue, 'PATCH', pathOf(person), { blocked: true });
}

function setPassword({ segue }: Place, person: Person): Promise<void> {
  return manage(segue, 'PATCH', pathOf(person), { password: passwordSetHere });
}

function remove({ segue }: Place, person: Person): Promise<void> {
  return manage(segue, 'DELETE', pathOf(person));
}

function unmigrate({ segue }: Place, { userId }: Person): Promise<void> {
  return manage(segue, 'POST', `segue/users/${encodeURIComponent(userId)}/unmigrate`);
}

async function move({ segue, hasUsernames }: Place, person: Person): Promise<void> {
  const elsewhere = `elsewhere-${person.username}`;
  await manage(segue, 'PATCH', pathOf(person), { email: `${elsewhere}@example.com` });
  if (hasUsernames) await manage(segue, 'PATCH', pathOf(person), { username: elsewhere });
}

async function lift({ segue }: Place, { userId }: Person): Promise<void> {
  const { accounts } = await segue.otherNode();
  const { tombstones } = await accounts.tombstones.list({ offset: 0, limit: 1_000 });
  const tombstone = tombstones.find((each) => each.userId === userId);
  assert.ok(tombstone !== undefined);
  await manage(segue, 'DELETE', `segue/tombstones/${tombstone.id}`);
}

async function manage(segue: Segue, method: string, path: string, body?: object): Promise<void> {
  const answer = await segue.manage(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
}

function pathOf({ userId }: Person): string {
  return `users/${encodeURIComponent(userId)}`;
}
