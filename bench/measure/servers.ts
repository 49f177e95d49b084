import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { cores } from './cores.ts';
import { send } from './http.ts';
import { type Home, makeHome, readUrl, settingsFor, startCommand, startSegue } from './segue.ts';

/** A server that has just begun to listen. */
export interface Started extends AsyncDisposable {
  readonly pid: number;
  /** From spawn until it told that it listens. */
  readonly startMs: number;
}

/** Two servers that can be started over and over, with their keys there: Segue and the bare one. */
export interface Servers extends AsyncDisposable {
  startOurs(): Promise<Started>;
  startBare(): Promise<Started>;
}

const bareServer = fileURLToPath(new URL('../arms/bare-server.mjs', import.meta.url));

export async function prepareServers(): Promise<Servers> {
  const home: Home = await makeHome();
  await (await startSegue(home))[Symbol.asyncDispose](); // makes schema and keys
  const jwks = join(home.folder, 'jwks.json');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(jwks, JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig' }] }));
  return {
    startOurs: () => start(startCommand(), settingsFor(home), readUrl),
    startBare: () => start([bareServer, jwks], {}, readPort),
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

async function start(
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>>,
  read: (line: string) => string | undefined,
): Promise<Started> {
  const began = performance.now();
  const child: Child = startChild({ core: cores.server, nodeArguments, environment });
  const url = await child.until(read);
  const startMs = performance.now() - began;
  const { status, text } = await send(`${url}.well-known/openid-configuration`, { method: 'GET' });
  if (status !== 200 || !text.includes('token_endpoint')) throw new Error(`no discovery: ${status} ${text}`);
  return { pid: child.pid, startMs, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

function readPort(line: string): string {
  const { port }: { port: number } = JSON.parse(line); // arms/bare-server.mjs
  return `http://127.0.0.1:${port}/`;
}
