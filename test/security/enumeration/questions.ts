import type { Answer } from '../../kit/answer.ts';
import { type LegacyConnection, passwordRealm } from '../../kit/legacy-connection.ts';
import type { Segue } from '../../kit/start-segue.ts';
import { type Person, rightPassword, type StateName, stateNames, states } from './people.ts';

/** Whom a question is about, and how the identifier is spelled. */
export interface Target {
  readonly segue: Segue;
  readonly connection: LegacyConnection;
  readonly person: Person;
  readonly spelled: (identifier: string) => string;
  /** An address of the caller's own. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A difference that DESIGN.md allows. All of its states are answered alike, and otherwise than the rest of the row. */
export interface Exception {
  readonly states: readonly StateName[];
  readonly status: number;
  /** Stands in the body, whatever its form. */
  readonly says?: string;
  /** The sentence of DESIGN.md that allows it. */
  readonly because: string;
}

/** What everybody is answered. */
export interface Expected {
  readonly status: number;
  /** Stands in the body, whatever its form. */
  readonly says: string;
  /** Whether the answer waits for the clock of refusals. */
  readonly waits: boolean;
  readonly exceptions?: readonly Exception[];
}

/** A question that an enumerator can ask. */
export interface Question extends Expected {
  readonly name: string;
  /** The field that the identifier is in: method, route and name. */
  readonly field: `${string} ${string} ${string}`;
  readonly on?: 'emails' | 'usernames';
  /** `enable_public_signup_user_exists_error`. */
  readonly saysWhoExists?: boolean;
  /** While the legacy system is away. */
  readonly away?: Expected;
  ask(target: Target): Promise<Answer>;
}

const hasUserHere = stateNames.filter((name) => states[name].isHere);
const exceptionsOfDesign = 'Exceptions, each throttled: sign-up (F10), and the 503 of an outage.';
const blockedIsSaid = '"Blocked" is said only after a right password.';
const wrong = { status: 403, says: '"Wrong email or password."', waits: true } as const;

/** Whoever is here is asked nothing of the legacy system, and answered as ever. */
const logInAway = {
  status: 503,
  says: '"temporarily_unavailable"',
  waits: false,
  exceptions: [{ states: hasUserHere, status: 403, says: '"invalid_grant"', because: exceptionsOfDesign }],
} as const;

/** Nobody is in the way of a sign-up: not here, and not in the legacy system. */
const free: readonly StateName[] = ['unknown', 'tombstoned, created here'];
const signsUp: Exception = { states: free, status: 200, because: exceptionsOfDesign };
const signUpAway = {
  status: 503,
  says: '"temporarily_unavailable"',
  waits: false,
} as const;
const signUpAwayExists = (code: string): Exception => ({
  states: hasUserHere,
  status: 400,
  says: `"code":"${code}"`,
  because: exceptionsOfDesign,
});
const vague = { status: 400, says: '"code":"invalid_signup"', waits: true } as const;

/** A sign-up that is refused to all but strangers; with another code, where the tenant says who exists. */
function refusedSignUp(code: 'invalid_signup' | 'user_exists' | 'username_exists' = 'invalid_signup') {
  return {
    ...vague,
    says: `"code":"${code}"`,
    saysWhoExists: code !== 'invalid_signup',
    exceptions: [signsUp],
    away: { ...signUpAway, exceptions: [signUpAwayExists(code)] },
  };
}

const token = '/oauth/token';
const signUp = '/dbconnections/signup';
const changePassword = '/dbconnections/change_password';
const sent = "We've just sent you an email to reset your password.";

/** A row for each question; every state of `people.ts` is a column. */
export const questions: readonly Question[] = [
  {
    name: 'password-realm, wrong password',
    field: `POST ${token} username`,
    ...wrong,
    away: logInAway,
    ask: (target) => logIn(target, target.person.email, 'wrong', { grant_type: passwordRealm }),
  },
  {
    name: 'password-realm by username, wrong password',
    field: `POST ${token} username`,
    on: 'usernames',
    ...wrong,
    away: logInAway,
    ask: (target) => logIn(target, target.person.username, 'wrong', { grant_type: passwordRealm }),
  },
  {
    name: 'password in the default directory, wrong password',
    field: `POST ${token} username`,
    ...wrong,
    away: logInAway,
    ask: (target) => logIn(target, target.person.email, 'wrong', { grant_type: 'password' }),
  },
  {
    name: 'password-realm, an over-long password',
    field: `POST ${token} username`,
    ...wrong,
    away: wrong, // it is asked of nobody
    ask: (target) => logIn(target, target.person.email, 'w'.repeat(1_025), { grant_type: passwordRealm }),
  },
  {
    name: 'password-realm, the password that the legacy system has',
    field: `POST ${token} username`,
    ...wrong,
    exceptions: [
      {
        states: ['unmigrated', 'migrated', 'created here', 'tombstone lifted', 'un-migrated'],
        status: 200,
        because: 'a profile → `migratable`: create the user',
      },
      {
        states: [
          'blocked',
          'blocked in the legacy system',
          'blocked in the legacy system, migrated',
          'tombstone lifted, of a blocked user',
        ],
        status: 401,
        says: 'user is blocked',
        because: blockedIsSaid,
      },
    ],
    ask: (target) => logIn(target, target.person.email, rightPassword, { grant_type: passwordRealm }),
  },
  {
    name: 'sign-up by email',
    field: `POST ${signUp} email`,
    ...refusedSignUp(),
    ask: (target) => register(target, { email: target.spelled(target.person.email) }),
  },
  {
    name: 'sign-up by email, where the tenant says who exists',
    field: `POST ${signUp} email`,
    ...refusedSignUp('user_exists'),
    ask: (target) => register(target, { email: target.spelled(target.person.email) }),
  },
  {
    name: 'sign-up by username',
    field: `POST ${signUp} username`,
    on: 'usernames',
    ...refusedSignUp(),
    ask: (target) => register(target, { username: target.spelled(target.person.username) }),
  },
  {
    name: 'sign-up by username, where the tenant says who exists',
    field: `POST ${signUp} username`,
    on: 'usernames',
    ...refusedSignUp('username_exists'),
    ask: (target) => register(target, { username: target.spelled(target.person.username) }),
  },
  {
    name: 'sign-up by an email with a free username',
    field: `POST ${signUp} email`,
    on: 'usernames',
    ...refusedSignUp(),
    ask: (target) =>
      register(target, {
        email: target.spelled(target.person.email),
        username: `free-${target.person.username}`,
      }),
  },
  {
    name: 'sign-up by a username with a free email',
    field: `POST ${signUp} username`,
    on: 'usernames',
    ...refusedSignUp(),
    ask: (target) =>
      register(target, {
        email: `free-${target.person.email}`,
        username: target.spelled(target.person.username),
      }),
  },
  ...weakPasswords(),
  {
    name: 'a forgotten password',
    field: `POST ${changePassword} email`,
    status: 200,
    says: sent,
    waits: false,
    away: { status: 200, says: sent, waits: false },
    ask: (target) => forget(target, target.person.email),
  },
  {
    name: 'a forgotten password, by username',
    field: `POST ${changePassword} email`,
    on: 'usernames',
    status: 200,
    says: sent,
    waits: false,
    away: { status: 200, says: sent, waits: false },
    ask: (target) => forget(target, target.person.username),
  },
];

/** A password is judged before anybody is looked up. */
function weakPasswords(): readonly Question[] {
  const refused = { status: 400, says: '"name":"PasswordDictionaryError"', waits: false };
  return [
    {
      name: 'sign-up by email with a common password',
      field: `POST ${signUp} email`,
      ...refused,
      away: refused,
      ask: (target) => register(target, { email: target.spelled(target.person.email), password: 'password' }),
    },
    {
      name: 'sign-up by username with a common password',
      field: `POST ${signUp} username`,
      on: 'usernames',
      ...refused,
      away: refused,
      ask: (target) =>
        register(target, { username: target.spelled(target.person.username), password: 'password' }),
    },
  ];
}

function logIn(
  { segue, connection, headers, spelled }: Target,
  identifier: string,
  password: string,
  { grant_type }: { grant_type: string },
): Promise<Answer> {
  const realm = grant_type === passwordRealm ? { realm: connection.name } : {};
  const form = { ...connection.application, ...realm, grant_type, username: spelled(identifier), password };
  const body = new URLSearchParams({ ...form, scope: 'openid' });
  return segue.request('oauth/token', { method: 'POST', headers, body }, ['access_token', 'id_token']);
}

function register(target: Target, given: Readonly<Record<string, string>>): Promise<Answer> {
  return post(target, 'dbconnections/signup', { password: 'a quite new battery staple', ...given });
}

function forget(target: Target, typed: string): Promise<Answer> {
  return post(target, 'dbconnections/change_password', { email: target.spelled(typed) });
}

function post({ segue, connection, headers }: Target, path: string, given: object): Promise<Answer> {
  return segue.request(path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: connection.application.client_id,
      connection: connection.name,
      ...given,
    }),
  });
}
