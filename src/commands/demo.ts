import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLetterTray, type LetterTray } from './demo/letter-tray.ts';
import { createSegueApi } from './demo/segue-api.ts';
import { createSequenceDiagram } from './demo/sequence-diagram.ts';
import { setUp } from './demo/set-up.ts';
import { nameOf, type ShopProcess, startShopProcess } from './demo/shop-process.ts';
import { tellStory } from './demo/story.ts';
import { readLettersAloud, whatToTry } from './demo/try-it.ts';
import { untilToldToEnd } from './until-told-to-end.ts';

/**
 * Shows the main job on a temporary store: a legacy shop, a login that migrates, the other doors, the same login without
 * the shop. Resolves with the exit code: 0 when every step went as told, 1 otherwise.
 */
export async function demo(options: {
  readonly exit: boolean;
  readonly port: string | undefined;
}): Promise<number> {
  const operator = { clientId: 'demo-operator', clientSecret: randomBytes(32).toString('base64url') };
  const folder = await mkdtemp(join(tmpdir(), 'segue-demo-'));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(folder, { recursive: true }));
  const { config, secrets } = readConfig({
    PORT: options.port ?? String(await freePort()),
    DATABASE_URL: `sqlite:${join(folder, 'segue.sqlite')}`,
    SEGUE_LOG_LEVEL: 'silent',
    SEGUE_BOOTSTRAP_CLIENT_ID: operator.clientId,
    SEGUE_BOOTSTRAP_CLIENT_SECRET: operator.clientSecret,
  });
  const shop = await startShopProcess();
  opened.defer(() => shop.stop());
  const app = await openApp(config, secrets);
  opened.defer(() => app.close());
  const url = await app.listen();
  const api = await createSegueApi(url, operator);
  const letters = createLetterTray(config.outbox);
  const application = await setUp(api, shop);
  const diagram = createSequenceDiagram(print);
  const stage = { print, diagram, url, api, shop, letters, application };
  const asTold = await tellStory(stage);
  if (!options.exit) {
    whatToTry(stage, operator);
    await stayUp(shop, letters, config.outbox);
  }
  return asTold ? 0 : 1;
}

/** The shop is back, for whoever wants to try more; what it sees and what is mailed is told as it happens. */
async function stayUp(shop: ShopProcess, letters: LetterTray, outbox: string): Promise<void> {
  await using again = await restart(shop);
  const end = new AbortController();
  const reading = readLettersAloud(print, letters, end.signal);
  print(`  The shop is up again (${again.url}); each request that it sees is shown here.`);
  print(`  Each letter is shown here, too: open its link in your browser. All of them lie in ${outbox}.`);
  print('  Segue stays up until you press Ctrl+C; what it stored is deleted then.');
  print();
  await untilToldToEnd();
  end.abort();
  await reading;
}

async function restart(shop: ShopProcess): Promise<{ url: string } & AsyncDisposable> {
  const { url, stop } = await startShopProcess({
    port: new URL(shop.url).port,
    onRequest: (request) => print(`  the shop saw ${nameOf(request)} → ${request.status}`),
  });
  return { url, [Symbol.asyncDispose]: stop };
}

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return address.port;
}
