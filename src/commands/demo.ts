import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createSegueApi } from './demo/segue-api.ts';
import { startShopProcess } from './demo/shop-process.ts';
import { tellStory } from './demo/story.ts';
import { untilToldToEnd } from './until-told-to-end.ts';

/**
 * Shows the main job on a temporary store: a legacy shop, a login that migrates, the same login without the shop.
 * Resolves with the exit code: 0 when every step went as told, 1 otherwise.
 */
export async function demo(options: {
  readonly exit: boolean;
  readonly port: string | undefined;
}): Promise<number> {
  const print = (line = ''): boolean => process.stdout.write(`${line}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'segue-demo-'));
  const operator = { clientId: 'demo-operator', clientSecret: randomBytes(32).toString('base64url') };
  const port = options.port ?? String(await freePort());
  const { config, secrets } = readConfig({
    PORT: port,
    DATABASE_URL: `sqlite:${join(folder, 'segue.sqlite')}`,
    SEGUE_LOG_LEVEL: 'silent',
    SEGUE_BOOTSTRAP_CLIENT_ID: operator.clientId,
    SEGUE_BOOTSTRAP_CLIENT_SECRET: operator.clientSecret,
  });
  const shop = await startShopProcess();
  const app = await openApp(config, secrets);
  try {
    const url = await app.listen();
    const api = await createSegueApi(url, operator);
    const asTold = await tellStory({ print, url, api, shop, operator });
    if (!options.exit) {
      print('  Segue stays up until you press Ctrl+C; what it stored is deleted then.');
      await untilToldToEnd();
    }
    return asTold ? 0 : 1;
  } finally {
    await app.close();
    await shop.stop();
    await rm(folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return address.port;
}
