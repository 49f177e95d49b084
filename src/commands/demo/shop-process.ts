import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
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
  /** Every request that the shop has told of, in order. */
  readonly seen: readonly SeenByShop[];
  /** Resolves when so many requests have been told of, or the time is over. */
  untilSeen(count: number, withinMs: number): Promise<void>;
  /** Resolves when the shop has ended and all that it told is in `seen`. */
  stop(): Promise<void>;
}

// From a checkout the sources run as they are; the package holds what the compiler made of them.
const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const folder = new URL('../../../examples/legacy-shop/', import.meta.url);

const pollMs = 5;

/** The action scripts that the shop's operator has written. */
export const shopScripts = { login: new URL('login.js', folder), getUser: new URL('get-user.js', folder) };

/**
 * Starts the legacy shop of examples/, on a free port unless one is given.
 *
 * @param onRequest called with each request as soon as the shop has told of it
 * @throws Error when it ends before it listens
 */
export async function startShopProcess(
  options: { readonly port?: string; readonly onRequest?: (request: SeenByShop) => void } = {},
): Promise<ShopProcess> {
  const { port = '0', onRequest } = options;
  const main = fileURLToPath(new URL(`main.${ending}`, folder));
  const child = spawn(process.execPath, [main, '--port', port], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: SeenByShop[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the legacy shop ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told: unknown = JSON.parse(line);
      if (!isPlainObject(told)) return;
      if (told['event'] === 'listening') return resolve(String(told['url']));
      const request = readRequest(told);
      seen.push(request);
      onRequest?.(request);
    });
  });
  return {
    url,
    seen,
    async untilSeen(count, withinMs) {
      const deadline = performance.now() + withinMs;
      while (seen.length < count && performance.now() < deadline) await delay(pollMs);
    },
    stop: () => stop(child),
  };
}

/** A request as people read it: `GET /users?email=jane@example.com`. */
export function nameOf({ method, path }: SeenByShop): string {
  return `${method} ${decodeURIComponent(path)}`;
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
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
