import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Clock } from '../../src/lib/clock.ts';
import type { Answer } from '../kit/answer.ts';
import {
  createLegacyConnection,
  type LegacyConnection,
  type LegacySetUp,
  passwordRealm,
} from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** A Segue for people who come from many addresses: an outage is not to look like an attack of one of them. */
export interface LegacyStage {
  readonly segue: Segue;
  /** Every legacy user's. */
  readonly password: string;
  /** A connection with a legacy system of its own. */
  connect(name: string, setUp: LegacySetUp): Promise<Doors>;
}

/** What people do at the doors of a connection. */
export interface Doors {
  readonly name: string;
  readonly connection: LegacyConnection;
  /** Logs in with the right password unless another is given. */
  logIn(email: string, password?: string): Promise<Answer>;
  signUp(email: string): Promise<Answer>;
  /** Asks for a new password; what is behind the address is found out later. */
  forget(email: string): Promise<Answer>;
  /** The operator makes a user. */
  create(email: string): Promise<Answer>;
  /** The operator gives a user who is here a new address. */
  changeEmail(of: string, to: string): Promise<Answer>;
  /** `segue.legacy` of the connection, as the API shows it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
  condition(): Promise<any>;
}

export interface LegacyStageOptions {
  /** Of a script's call. */
  readonly deadlineMs: number;
  /** How long a script may block its process. */
  readonly blockedMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

export async function openLegacyStage(
  t: TestContext,
  store: TestedStore,
  { environment, clock, ...scriptLimits }: LegacyStageOptions,
): Promise<LegacyStage> {
  const segue = await startSegue(store, {
    environment: { SEGUE_TRUST_PROXY: 'true', ...environment },
    seams: { scriptLimits, ...(clock === undefined ? {} : { clock }) },
  });
  t.after(() => segue.stop());
  const password = segue.canaries.plant('password');
  const post = createVisitors(segue);
  return {
    segue,
    password,
    async connect(name, setUp) {
      const connection = await createLegacyConnection(segue, {
        ...setUp,
        name,
        options: { segue: { legacy_id_prefix: name } }, // each has the same people
      });
      return doorsOf({ segue, connection, password, post });
    },
  };
}

type Post = (path: string, body: object) => Promise<Answer>;

/** Every request comes from somebody else. */
function createVisitors(segue: Segue): Post {
  let people = 0;
  return (path, body) => {
    people += 1;
    const from = `198.18.${people >> 8}.${people & 255}`; // RFC 2544: of nobody
    const headers = { 'x-forwarded-for': from, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return segue.request(path, init, ['access_token', 'id_token']);
  };
}

interface DoorsNeeds {
  readonly segue: Segue;
  readonly connection: LegacyConnection;
  readonly password: string;
  readonly post: Post;
}

const newPassword = 'a quite new staple';

function doorsOf({ segue, connection, password: right, post }: DoorsNeeds): Doors {
  const { name, application } = connection;
  const { client_id } = application;
  return {
    name,
    connection,
    logIn: (username, password = right) =>
      post('oauth/token', {
        ...application,
        grant_type: passwordRealm,
        realm: name,
        scope: 'openid',
        username,
        password,
      }),
    signUp: (email) =>
      post('dbconnections/signup', { client_id, connection: name, email, password: newPassword }),
    forget: (email) => post('dbconnections/change_password', { client_id, connection: name, email }),
    create: (email) => segue.manage('POST', 'users', { connection: name, email, password: newPassword }),
    async changeEmail(of, to) {
      const user = (await connection.user(of)) ?? assert.fail(`${of} is here`);
      return segue.manage('PATCH', `users/${encodeURIComponent(user.user_id)}`, { email: to });
    },
    condition: async () => (await segue.manage('GET', `connections/${connection.id}`)).body.segue.legacy,
  };
}
