import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { cores } from './cores.ts';
import { type HttpAnswer, send, sendForm, sendJson } from './http.ts';

/** Where a Segue keeps its data; it may be started there more than once. */
export interface Home extends AsyncDisposable {
  readonly folder: string;
  readonly databaseFile: string;
}

export interface SegueOptions {
  /** Flags of Node.js, such as `--import` of a module that changes something for the measurement. */
  readonly nodeFlags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A program of the bench that opens Segue in another way than `segue start` does. */
  readonly program?: readonly string[];
}

/** A Segue in a process of its own, as an operator runs it: default log level, log to a pipe, SQLite file. */
export interface Segue extends AsyncDisposable {
  readonly pid: number;
  /** With a trailing slash. */
  readonly url: string;
  onLine: Child['onLine'];
  /** Creates something over the Management API, as the operator. @throws Error unless it succeeds */
  create(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
  /** Reads something likewise. @throws Error unless it is there */
  read(path: string): Promise<{ readonly milliseconds: number; readonly body: unknown }>;
}

const issuer = 'http://segue.bench/';
const operator = { client_id: 'operator', client_secret: 'bench-bootstrap-secret-of-42-characters-ok' };
const checkout = fileURLToPath(new URL('../../', import.meta.url));

export async function makeHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-'));
  return {
    folder,
    databaseFile: join(folder, 'segue.sqlite'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Starts Segue on the server's core; resolves when it listens. */
export async function startSegue(home: Home, options: SegueOptions = {}): Promise<Segue> {
  const { nodeFlags = [], environment = {}, program = startCommand() } = options;
  const child = startChild({
    core: cores.server,
    nodeArguments: [...nodeFlags, ...program],
    environment: { ...settingsFor(home), ...environment },
  });
  const url = await child.until(readUrl);
  let token: string | undefined;
  return {
    pid: child.pid,
    url,
    onLine: child.onLine,
    async create(path, body) {
      token ??= await operatorToken(url);
      return created(await sendJson(`${url}api/v2/${path}`, body, { authorization: `Bearer ${token}` }));
    },
    async read(path) {
      token ??= await operatorToken(url);
      const answer = await send(`${url}api/v2/${path}`, {
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      });
      if (answer.status !== 200) throw new Error(`Segue answered ${answer.status}: ${answer.text}`);
      return { milliseconds: answer.milliseconds, body: JSON.parse(answer.text) };
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** What follows `node` in `npm start`: Segue is measured as it is run. */
export function startCommand(): readonly string[] {
  const file = readFileSync(join(checkout, 'package.json'), 'utf8');
  const { scripts }: { scripts: { start: string } } = JSON.parse(file); // our own package
  const [, ...words] = scripts.start.split(' ');
  return words.map((word) => (word.startsWith('src/') ? join(checkout, word) : word));
}

/** What the operator sets before a start; all else is as it comes. */
export function settingsFor({ databaseFile }: Home): Readonly<Record<string, string>> {
  return {
    PORT: '0',
    SEGUE_URL: issuer,
    // What is measured is what a node can do, not what one network may.
    SEGUE_MANAGEMENT_RATE_LIMIT: '0',
    SEGUE_AUTHENTICATION_RATE_LIMIT: '0',
    DATABASE_URL: `sqlite:${databaseFile}`,
    SEGUE_BOOTSTRAP_CLIENT_ID: operator.client_id,
    SEGUE_BOOTSTRAP_CLIENT_SECRET: operator.client_secret,
  };
}

/** The base URL, out of the log line that tells that Segue listens. */
export function readUrl(line: string): string | undefined {
  const { msg, port }: { msg?: unknown; port?: unknown } = JSON.parse(line);
  return msg === 'segue serves' ? `http://127.0.0.1:${Number(port)}/` : undefined;
}

async function operatorToken(url: string): Promise<string> {
  const audience = `${issuer}api/v2/`;
  const answer = await sendForm(`${url}oauth/token`, {
    ...operator,
    grant_type: 'client_credentials',
    audience,
  });
  return String(created(answer)['access_token']);
}

function created({ status, text }: HttpAnswer): Readonly<Record<string, unknown>> {
  if (status >= 400) throw new Error(`Segue answered ${status}: ${text}`);
  return JSON.parse(text);
}
