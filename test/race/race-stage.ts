import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { type LegacyShop, startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { hashShopPassword, type ShopUser } from '../../examples/legacy-shop/user-table.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { onDatabase } from '../kit/on-database.ts';
import { issuer, type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** Several server processes on one database, and a Segue in this process for the operator, which takes no login. */
export interface RaceStage {
  readonly operator: Segue;
  readonly databaseUrl: string;
  readonly nodes: readonly SegueProcess[];
  /** A legacy shop with these users, and a connection that migrates them. */
  addShop(name: string, users: readonly LegacyUser[]): Promise<RacedShop>;
  /** Stops and removes everything; fails where a process has told a password. */
  stop(): Promise<void>;
}

export interface LegacyUser {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}

export interface RacedShop {
  readonly connection: LegacyConnection;
  /** How many times the Login script has asked the shop. */
  scriptCalls(): number;
}

export async function setRaceStage(store: TestedStore, nodeCount: number): Promise<RaceStage> {
  await using opened = new AsyncDisposableStack();
  const { url: databaseUrl, remove } = await store.empty();
  opened.defer(remove);
  const secretKey = randomBytes(32).toString('base64');
  const operator = await startSegue(onDatabase(store, databaseUrl), {
    environment: { SEGUE_SECRET_KEY: secretKey },
  });
  opened.defer(() => operator.stop());
  const startNode = async (): Promise<SegueProcess> => {
    const node = await startSegueProcess({ databaseUrl, secretKey });
    opened.defer(() => node.stop());
    return node;
  };
  const nodes = await Promise.all(Array.from({ length: nodeCount }, startNode));
  const closing = opened.move();
  return {
    operator,
    databaseUrl,
    nodes,
    addShop: async (name, users) => {
      const shop = await startLegacyShop({ users: users.map(shopUser) });
      closing.defer(() => shop.stop());
      return connectShop(operator, shop, name);
    },
    stop: async () => {
      await closing.disposeAsync();
      const lines = nodes.flatMap((node) => node.lines.map((text) => ({ where: text.slice(0, 200), text })));
      assert.deepEqual(operator.canaries.heardIn(lines), [], 'a process has told a secret');
    },
  };
}

/** A token request by password at one node. */
export function logInAt(
  node: SegueProcess | undefined,
  { connection }: RacedShop,
  user: LegacyUser,
  password = user.password,
): Promise<Answer> {
  assert.ok(node);
  return node.token({
    grant_type: passwordRealm,
    realm: connection.name,
    scope: 'openid profile email',
    ...connection.application,
    username: user.email,
    password,
  });
}

/** Whose tokens these answers hold, as one node says: the subject of each ID token, and of each access token. */
export async function subjectsOf(
  node: SegueProcess | undefined,
  answers: readonly Answer[],
): Promise<string[]> {
  assert.ok(node);
  const keys = createLocalJWKSet((await node.request('.well-known/jwks.json')).body);
  const subjects = answers.map(async ({ body }) => {
    const { payload } = await jwtVerify(body.id_token, keys, { issuer });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const userInfo = await node.request('userinfo', { headers });
    return [String(payload.sub), String(userInfo.body.sub)];
  });
  return (await Promise.all(subjects)).flat();
}

async function connectShop(operator: Segue, shop: LegacyShop, name: string): Promise<RacedShop> {
  const { login, getUser } = await readActionScripts();
  const connection = await createLegacyConnection(operator, {
    name,
    login,
    getUser,
    configuration: {
      SHOP_URL: shop.url,
      SHOP_API_USER: shop.api.username,
      SHOP_API_PASSWORD: shop.api.password,
    },
    // Its limit of ten wrong passwords is not what these races are about.
    options: { brute_force_protection: false },
  });
  return { connection, scriptCalls: () => shop.requests().filter(({ path }) => path === '/login').length };
}

function shopUser({ id, email, password }: LegacyUser): ShopUser {
  const [nickname = ''] = email.split('@');
  return {
    user_id: id,
    email,
    nickname,
    name: nickname,
    password_sha1: hashShopPassword(password),
    created_at: '2009-03-14',
  };
}
