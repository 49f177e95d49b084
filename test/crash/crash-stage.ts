import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type LegacyShop, startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { hashShopPassword, type ShopUser } from '../../examples/legacy-shop/user-table.ts';
import { createCanaries } from '../kit/canaries.ts';
import { createLegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { onDatabase } from '../kit/on-database.ts';
import { type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** A legacy shop full of users, and one database on which Segue is started again and again to migrate them. */
export interface CrashStage {
  readonly databaseUrl: string;
  /** The token request of a user's login. */
  login(number: number): Readonly<Record<string, string>>;
  /** Starts a Segue that tells of the points that it passes, and kills itself at this one. */
  startKillable(killAt?: string): Promise<SegueProcess>;
  /** Starts a Segue in this process, on the same database. */
  restart(): Promise<Segue>;
  /** Switches the legacy shop off, or on again. */
  switchShop(to: 'off' | 'on'): Promise<void>;
  /** Fails when one of these lines tells a password. */
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
const mostUsers = 200;
const killable = new URL('killable-segue.ts', import.meta.url);

/** Asks the shop by what comes with Node.js: the process of each script starts in a third of the time. */
const login = `
function login(email, password, callback) {
  const url = configuration.SHOP_URL + '/login';
  require('http').get(url, { auth: email + ':' + password }, function (response) {
    let body = '';
    response.on('data', function (chunk) { body += chunk; });
    response.on('end', function () {
      if (response.statusCode !== 200) return callback();
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

export async function setCrashStage(store: TestedStore): Promise<CrashStage> {
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
    startSegue(onDatabase(store, databaseUrl), { environment: { SEGUE_SECRET_KEY: secretKey } });
  const segue = await restart();
  const configuration = { SHOP_URL: shop.url };
  const { application, name } = await createLegacyConnection(segue, { login, configuration }).finally(() =>
    segue.stop(),
  );
  const removing = made.move();
  return {
    databaseUrl,
    login: (number) => ({
      grant_type: passwordRealm,
      realm: name,
      scope: 'openid profile email offline_access',
      ...application,
      username: emailOf(number),
      password,
    }),
    startKillable: (killAt) => {
      const environment = killAt === undefined ? {} : { SEGUE_TEST_KILL_AT: killAt };
      return startSegueProcess({ databaseUrl, secretKey, environment, program: killable });
    },
    restart,
    switchShop: async (to) => {
      if (to === 'off') await shop.stop();
      else shop = await startLegacyShop({ port: shop.port, users });
    },
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
