import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isPlainObject } from '../../lib/json.ts';

/** What the shop saw of one request: its own words. */
export interface SeenByShop {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** The legacy shop, a process of its own. */
export interface ShopProcess {
  readonly url: string;
  readonly scripts: { readonly login: URL; readonly getUser: URL };
  /** Every request that the shop has told of, in order. */
  readonly seen: readonly SeenByShop[];
  stop(): Promise<void>;
}

// From a checkout the sources run as they are; the package holds what the compiler made of them.
const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const folder = new URL('../../../examples/legacy-shop/', import.meta.url);

/**
 * Starts the legacy shop of examples/ on a free port.
 *
 * @throws Error when it ends before it listens
 */
export async function startShopProcess(): Promise<ShopProcess> {
  const main = fileURLToPath(new URL(`main.${ending}`, folder));
  const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: SeenByShop[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the legacy shop ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told: unknown = JSON.parse(line);
      if (!isPlainObject(told)) return;
      if (told['event'] === 'listening') resolve(String(told['url']));
      else seen.push(readRequest(told));
    });
  });
  return {
    url,
    scripts: { login: new URL('login.js', folder), getUser: new URL('get-user.js', folder) },
    seen,
    stop: () => stop(child),
  };
}

function readRequest(told: Readonly<Record<string, unknown>>): SeenByShop {
  return {
    method: String(told['method']),
    path: String(told['path']),
    status: Number(told['status']),
    milliseconds: Number(told['milliseconds']),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
