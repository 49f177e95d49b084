import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { Segue } from './start-segue.ts';

export interface LegacySetUp {
  readonly login: string;
  readonly getUser?: string;
  readonly configuration?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly name?: string;
}

/** A connection in import mode, made over the API, and an application that logs users in by it. */
export interface LegacyConnection {
  readonly id: string;
  readonly name: string;
  readonly application: { readonly client_id: string; readonly client_secret: string };
  logIn(username: string, password: string, more?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The user with this email, as the Management API shows it; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
  user(email: string): Promise<any>;
  /** Replaces options of the connection, keeping the others. */
  change(options: Readonly<Record<string, unknown>>): Promise<void>;
}

const nobody = 'function getByEmail(email, callback) { callback(null); }';
export const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';

export async function createLegacyConnection(
  segue: Pick<Segue, 'manage' | 'token'>,
  setUp: LegacySetUp,
): Promise<LegacyConnection> {
  const { name = 'legacy', login, getUser = nobody, configuration = {} } = setUp;
  const client = await segue.manage('POST', 'clients', {
    name: `app of ${name}`,
    app_type: 'regular_web',
    grant_types: [passwordRealm, 'password', 'refresh_token'],
  });
  assert.equal(client.status, 201, client.text);
  const { client_id, client_secret } = client.body;
  const connection = await segue.manage('POST', 'connections', {
    name,
    strategy: 'auth0',
    enabled_clients: [client_id],
    options: {
      import_mode: true,
      enabledDatabaseCustomization: true,
      customScripts: { login, get_user: getUser },
      configuration,
      ...setUp.options,
    },
  });
  assert.equal(connection.status, 201, connection.text);
  const { id } = connection.body;
  return {
    id,
    name,
    application: { client_id, client_secret },
    logIn: (username, password, more = {}) =>
      segue.token({
        grant_type: passwordRealm,
        realm: name,
        scope: 'openid profile email',
        client_id,
        client_secret,
        username,
        password,
        ...more,
      }),
    async user(email) {
      const found = await segue.manage('GET', `users-by-email?email=${encodeURIComponent(email)}`);
      // biome-ignore lint/suspicious/noExplicitAny: as above
      return found.body.find((user: any) => user.identities[0].connection === name);
    },
    async change(options) {
      const before = await segue.manage('GET', `connections/${id}`);
      const after = await segue.manage('PATCH', `connections/${id}`, {
        options: { ...before.body.options, ...options },
      });
      assert.equal(after.status, 200, after.text);
    },
  };
}

/** A legacy user: what was typed, by whom, and what the scripts tell of it. */
export interface ScriptedUser {
  /** What one may type to say who one is. */
  readonly identifiers: readonly string[];
  readonly password: string;
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Login and Get User scripts over a table of their own. It holds digests: the API shows the sources of scripts. */
export function scriptsOver(users: readonly ScriptedUser[]): { login: string; getUser: string } {
  const rows = users.map(({ identifiers, password, profile }) => ({
    identifiers,
    digest: createHash('sha256').update(password).digest('hex'),
    profile,
  }));
  const table = `const users = ${JSON.stringify(rows)};`;
  return {
    login: `${table}
function login(email, password, callback) {
  const digest = crypto.createHash('sha256').update(password).digest('hex');
  const user = users.find((each) => each.identifiers.includes(email) && each.digest === digest);
  callback(null, user && user.profile);
}`,
    getUser: `${table}
function getByEmail(email, callback) {
  const user = users.find((each) => each.identifiers.includes(email));
  callback(null, user && user.profile);
}`,
  };
}
