import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type LegacyShop, startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { hashShopPassword, type ShopUser } from '../../examples/legacy-shop/user-table.ts';
import { createCanaries } from '../kit/canaries.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { onDatabase } from '../kit/on-database.ts';
import { type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** A legacy shop full of users, and one database on which Segue is started again and again to migrate them. */
export interface CrashStage {
  readonly databaseUrl: string;
  readonly connection: Pick<LegacyConnection, 'id' | 'name' | 'application'>;
  /** Every user's, in the shop. */
  readonly password: string;
  /** The token request of a user's login. */
  login(number: number): Readonly<Record<string, string>>;
  /** How often somebody has tried to log in at the shop. */
  loginsAtShop(email: string): number;
  /** Starts a Segue that tells of the points that it passes, and kills itself at this one. */
  startKillable(killAt?: string): Promise<SegueProcess>;
  /** Starts a Segue in this process, on the same database. */
  restart(): Promise<Segue>;
  /** Switches the legacy shop off, or on again. */
  switchShop(to: 'off' | 'on'): Promise<void>;
  /** A new password that no line may tell. */
  newPassword(): string;
  /** A secret of Segue's own making that no line may tell either. */
  watch(kind: string, secret: string): void;
  /** Fails when one of these lines tells a secret. */
  assertDiscreet(lines: readonly string[]): void;
  remove(): Promise<void>;
}

/** A user as the Management API must show it once it is here, whatever happened on its way. */
export function wholeUser(number: number): Readonly<Record<string, unknown>> & { readonly user_id: string } {
  return {
    user_id: `auth0|${number}`,
    email: emailOf(number),
    email_verified: true,
    nickname: `nick ${number}`,
    name: `User ${number}`,
    created_at: signedUp,
    user_metadata: { theme: 'dark', languages: ['en', 'fr'] },
    app_metadata: { customer_since: signedUp },
  };
}

export function emailOf(number: number): string {
  return `user-${number}@example.com`;
}

const signedUp = '2009-03-14T00:00:00.000Z';
const mostUsers = 1_000;
const killable = new URL('killable-segue.ts', import.meta.url);

/** Ask the shop by what comes with Node.js: the process of each script starts in a third of the time. */
const login = script(
  '(email, password, callback)',
  `configuration.SHOP_URL + '/login', { auth: email + ':' + password }`,
);
const getUser = script(
  '(email, callback)',
  `configuration.SHOP_URL + '/users?email=' + encodeURIComponent(email), { auth: configuration.SHOP_API }`,
);

function script(parameters: string, question: string): string {
  return `
function ask${parameters} {
  require('http').get(${question}, function (response) {
    let body = '';
    response.on('data', function (chunk) { body += chunk; });
    response.on('end', function () {
      if (response.statusCode === 401 || response.statusCode === 404) return callback();
      const user = JSON.parse(body);
      callback(null, {
        user_id: user.user_id,
        email: user.email,
        email_verified: true,
        nickname: user.nickname,
        name: user.name,
        created_at: user.created_at,
        user_metadata: { theme: 'dark', languages: ['en', 'fr'] },
        app_metadata: { customer_since: user.created_at }
      });
    });
  }).on('error', callback);
}`;
}

/** @param environment of every Segue that is started on it */
export async function setCrashStage(
  store: TestedStore,
  environment: Readonly<Record<string, string>> = {},
): Promise<CrashStage> {
  await using made = new AsyncDisposableStack();
  const canaries = createCanaries();
  const password = canaries.plant('password');
  const users = shopUsers(password);
  let shop: LegacyShop = await startLegacyShop({ users });
  made.defer(() => shop.stop());
  const { url: databaseUrl, remove } = await store.empty();
  made.defer(remove);
  const secretKey = randomBytes(32).toString('base64');
  const restart = (): Promise<Segue> =>
    startSegue(onDatabase(store, databaseUrl), {
      environment: { ...environment, SEGUE_SECRET_KEY: secretKey },
    });
  const segue = await restart();
  const { username, password: apiPassword } = shop.api;
  const configuration = { SHOP_URL: shop.url, SHOP_API: `${username}:${apiPassword}` };
  const connection = await createLegacyConnection(segue, { login, getUser, configuration }).finally(() =>
    segue.stop(),
  );
  const removing = made.move();
  return {
    databaseUrl,
    connection,
    password,
    login: (number) => ({
      grant_type: passwordRealm,
      realm: connection.name,
      scope: 'openid profile email offline_access',
      ...connection.application,
      username: emailOf(number),
      password,
    }),
    loginsAtShop: (email) => shop.requests().filter(({ username }) => username === email).length,
    startKillable: async (killAt) => {
      const fate = killAt === undefined ? {} : { SEGUE_TEST_KILL_AT: killAt };
      const segue = await startSegueProcess({
        databaseUrl,
        secretKey,
        environment: { ...environment, ...fate },
        program: killable,
      });
      await eventually(() => segue.lines.includes('{"watches":true}'), {
        within: 60_000,
        what: 'it watches',
      });
      return segue;
    },
    restart,
    switchShop: async (to) => {
      if (to === 'off') await shop.stop();
      else shop = await startLegacyShop({ port: shop.port, users });
    },
    newPassword: () => canaries.plant('new-password'),
    watch: (kind, secret) => canaries.watch(kind, secret),
    assertDiscreet: (lines) =>
      assert.deepEqual(canaries.heardIn(lines.map((text) => ({ where: text.slice(0, 200), text }))), []),
    remove: () => removing.disposeAsync(),
  };
}

/** All with one password: it is the users that are migrated one by one. */
function shopUsers(password: string): readonly ShopUser[] {
  const password_sha1 = hashShopPassword(password);
  return Array.from({ length: mostUsers }, (_, number) => ({
    user_id: number,
    email: emailOf(number),
    nickname: `nick ${number}`,
    name: `User ${number}`,
    password_sha1,
    created_at: signedUp,
  }));
}
