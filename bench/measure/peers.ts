import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Child, startChild } from './child.ts';
import { cores } from './cores.ts';
import { sendJson } from './http.ts';
import type { Home } from './segue.ts';

const folder = join(import.meta.dirname, '../peers');

/** Better Auth, in a process of its own on the server's core. */
export interface BetterAuth extends AsyncDisposable {
  readonly pid: number;
  readonly version: string;
  signUp(email: string, password: string): Promise<void>;
  /** Logs in and looks at the answer. @throws Error when it is not this person's session */
  logIn(email: string, password: string): Promise<void>;
}

/** Installs the peers where they are not, from their own lockfile: the product knows nothing of them. */
export async function startBetterAuth(home: Home): Promise<BetterAuth> {
  const version = await installedVersion().catch(async () => {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    return installedVersion();
  });
  const child: Child = startChild({
    core: cores.server,
    nodeArguments: [join(folder, 'better-auth.mjs'), join(home.folder, 'better-auth.sqlite')],
    environment: { NODE_ENV: 'production' },
  });
  const { port }: { port: number } = await child.until((line) => JSON.parse(line)); // our own line
  const base = `http://127.0.0.1:${port}/api/auth`;
  const ask = async (
    path: string,
    body: { readonly email: string; readonly password: string; readonly name?: string },
  ): Promise<void> => {
    const { status, text } = await sendJson(`${base}/${path}`, body, { origin: 'http://better-auth.bench' });
    const { token, user } = status === 200 ? JSON.parse(text) : {};
    if (typeof token !== 'string' || user?.email !== body.email)
      throw new Error(`Better Auth answered ${status}: ${text}`);
  };
  return {
    pid: child.pid,
    version,
    signUp: (email, password) => ask('sign-up/email', { email, password, name: email }),
    logIn: (email, password) => ask('sign-in/email', { email, password }),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** @throws Error when what is installed is not what is asked for */
async function installedVersion(): Promise<string> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), 'utf8'));
  const wanted = (await read('package.json')) as { dependencies: { 'better-auth': string } };
  const found = (await read('node_modules/better-auth/package.json')) as { version: string };
  if (found.version !== wanted.dependencies['better-auth']) throw new Error(`found ${found.version}`);
  return found.version;
}
