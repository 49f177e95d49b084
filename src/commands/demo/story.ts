import { readFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import type { ApiAnswer, SegueApi } from './segue-api.ts';
import { createSequenceDiagram, type SequenceDiagram } from './sequence-diagram.ts';
import type { SeenByShop, ShopProcess } from './shop-process.ts';

export interface Stage {
  readonly print: (line?: string) => void;
  readonly url: string;
  readonly api: SegueApi;
  readonly shop: ShopProcess;
  readonly operator: { readonly clientId: string; readonly clientSecret: string };
}

const jane = { username: 'jane@example.com', password: 'correct horse' };
const tomasz = { username: 'tomasz.nowak@example.com', password: 'whatever he types' };

/** Plays the migration and draws it; false when a step did not go as told. */
export async function tellStory(stage: Stage): Promise<boolean> {
  const { print, shop } = stage;
  const diagram = createSequenceDiagram(print);
  const checks: boolean[] = [];

  title(stage, 'Segue moves users out of an old user database, one login at a time.');
  print('  A shop from 2009 keeps its users in its own table, passwords as SHA-1. Segue is new and empty.');
  print('  The operator gives Segue two small scripts that can ask the shop, and turns "Import Users" on.');
  const application = await setUp(stage);

  title(stage, '1  Jane logs in for the first time. She notices nothing.');
  diagram.heads({ user: 'Jane', segue: 'Segue', legacy: 'Legacy shop' });
  const first = await logIn(stage, application, jane);
  drawFirstLogin(diagram, first);
  checks.push(first.answer.status === 200 && first.seen.length === 1);
  const user = await findUser(stage);
  print();
  print(`  Now in Segue:  ${user}`);

  title(stage, '2  The shop is switched off for good. Jane logs in again.');
  await shop.stop();
  diagram.heads({ user: 'Jane', segue: 'Segue', legacy: 'Legacy shop' });
  diagram.end('legacy', 'stopped');
  const second = await logIn(stage, application, jane);
  drawSecondLogin(diagram, second);
  checks.push(second.answer.status === 200 && second.seen.length === 0);

  title(stage, '3  Tomasz, who has not moved yet, tries while the shop is away.');
  diagram.heads({ user: 'Tomasz', segue: 'Segue', legacy: '           ' });
  const third = await logIn(stage, application, tomasz);
  drawOutage(diagram, third);
  print();
  print('  Never "wrong password", and nothing is counted against him. He tries again later.');
  checks.push(third.answer.status === 503);

  const asTold = checks.every(Boolean);
  summary(stage, [first, second], asTold);
  whatToTry(stage, application);
  return asTold;
}

interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
}

async function setUp({ api, shop, operator: _operator }: Stage): Promise<Application> {
  const { body } = await api.manage('POST', 'clients', {
    name: 'Shop web site',
    app_type: 'regular_web',
    grant_types: ['http://auth0.com/oauth/grant-type/password-realm', 'refresh_token'],
  });
  const application = { clientId: String(body['client_id']), clientSecret: String(body['client_secret']) };
  await api.manage('POST', 'connections', {
    name: 'shop-users',
    strategy: 'auth0',
    enabled_clients: [application.clientId],
    options: {
      import_mode: true,
      enabledDatabaseCustomization: true,
      customScripts: {
        login: await readFile(shop.scripts.login, 'utf8'),
        get_user: await readFile(shop.scripts.getUser, 'utf8'),
      },
      configuration: { SHOP_URL: shop.url, SHOP_API_USER: 'segue', SHOP_API_PASSWORD: 'shop-api-since-2009' },
    },
  });
  return application;
}

interface Login {
  readonly answer: ApiAnswer;
  /** What the shop says that it saw meanwhile. */
  readonly seen: readonly SeenByShop[];
}

async function logIn(
  { api, shop }: Stage,
  { clientId, clientSecret }: Application,
  who: { readonly username: string; readonly password: string },
): Promise<Login> {
  const before = shop.seen.length;
  const answer = await api.token({
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    realm: 'shop-users',
    scope: 'openid profile email',
    client_id: clientId,
    client_secret: clientSecret,
    ...who,
  });
  return { answer, seen: shop.seen.slice(before) };
}

function drawFirstLogin(diagram: SequenceDiagram, { answer, seen }: Login): void {
  diagram.arrow('user', 'segue', 'email and password');
  diagram.note('segue', 'not here yet: ask the shop');
  for (const request of seen) {
    diagram.arrow('segue', 'legacy', `${request.method} ${request.path}`);
    diagram.arrow(
      'legacy',
      'segue',
      `${request.status} · ${request.milliseconds} ms`,
      request.status === 200 ? 'good' : 'bad',
    );
  }
  if (answer.status === 200) diagram.note('segue', 'created here, argon2id', 'good');
  drawAnswer(diagram, answer);
}

function drawSecondLogin(diagram: SequenceDiagram, { answer }: Login): void {
  diagram.arrow('user', 'segue', 'email and password');
  diagram.note('segue', 'is here: verified locally', 'good');
  drawAnswer(diagram, answer);
}

function drawOutage(diagram: SequenceDiagram, { answer }: Login): void {
  diagram.arrow('user', 'segue', 'email and password');
  diagram.note('segue', 'not here yet, and nobody to ask', 'bad');
  drawAnswer(diagram, answer);
}

function drawAnswer(diagram: SequenceDiagram, { status, body, milliseconds }: ApiAnswer): void {
  if (status === 200) diagram.arrow('segue', 'user', `200 tokens · ${milliseconds} ms`, 'good');
  else diagram.arrow('segue', 'user', `${status} ${String(body['error'])}`, 'bad');
}

async function findUser({ api }: Stage): Promise<string> {
  const { body } = await api.manage('GET', `users-by-email?email=${encodeURIComponent(jane.username)}`);
  const [user] = Array.isArray(body['items']) ? body['items'] : [];
  return user === undefined
    ? 'nobody'
    : `${user.user_id}  ${user.email}  nickname "${user.nickname}"  logins ${user.logins_count}`;
}

function summary({ print, shop }: Stage, [first, second]: readonly Login[], asTold: boolean): void {
  const requests = shop.seen.map(({ method, path, status }) => `${method} ${path} → ${status}`);
  print();
  print(`  All that the legacy shop ever saw:   ${requests.join(', ') || 'nothing'}`);
  print(`  Jane's first login, with migration:  ${first?.answer.milliseconds} ms`);
  print(`  Jane's second login, without shop:   ${second?.answer.milliseconds} ms`);
  print();
  print(
    asTold
      ? styleText('green', '  ✓ Everything went as told.')
      : styleText('red', '  ✗ Something did not go as told.'),
  );
}

function whatToTry({ print, url, operator }: Stage, { clientId, clientSecret }: Application): void {
  print();
  print(styleText('bold', '  Try it yourself'));
  print();
  print(`  # log in as Jane`);
  print(`  curl -s ${url}oauth/token -d grant_type=http://auth0.com/oauth/grant-type/password-realm \\`);
  print(`    -d realm=shop-users -d client_id=${clientId} -d client_secret=${clientSecret} \\`);
  print(`    -d username=${jane.username} --data-urlencode 'password=${jane.password}' -d scope=openid`);
  print();
  print('  # call the Management API as the operator, and read what happened');
  print(
    `  TOKEN=$(curl -s ${url}oauth/token -d grant_type=client_credentials -d client_id=${operator.clientId} \\`,
  );
  print(
    `    -d client_secret=${operator.clientSecret} -d audience=${url}api/v2/ | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  );
  print(`  curl -s -H "Authorization: Bearer $TOKEN" ${url}api/v2/logs`);
  print(`  curl -s -H "Authorization: Bearer $TOKEN" ${url}api/v2/users`);
  print();
  print(`  # what is there: ${url}.well-known/openid-configuration and ${url}api/v2/openapi.json`);
  print();
}

function title({ print }: Stage, text: string): void {
  print();
  print(styleText('bold', `  ${text}`));
  print();
}
