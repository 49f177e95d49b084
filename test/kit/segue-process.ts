import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Answer, ask } from './answer.ts';

export interface SegueProcessOptions {
  readonly databaseUrl: string;
  /** SEGUE_SECRET_KEY: processes on one database share it. */
  readonly secretKey: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is started: `segue start` as an operator starts it, unless a program that opens the app with seams is given. */
  readonly program?: URL;
}

/** A whole Segue in a process of its own. */
export interface SegueProcess {
  /** Where it listens, with a trailing slash. */
  readonly url: string;
  readonly pid: number;
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** A call of the token endpoint. */
  token(parameters: Readonly<Record<string, string>>): Promise<Answer>;
  /** Every line that it has printed so far. */
  readonly lines: readonly string[];
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has ended and every line that it printed is here. */
  readonly ended: Promise<Ending>;
  /** Kills it, if it is still there, and waits for its end. */
  stop(): Promise<void>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The issuer of every Segue process: tokens of one are tokens of all. */
export const issuer = 'http://segue.test/';

const main = new URL('../../src/main.mjs', import.meta.url);

/** Has the kernel kill a Segue whose test process has died in whatever way. Linux, util-linux. */
const setpriv = '/usr/bin/setpriv';
const dieWithTest = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];

/**
 * Starts a Segue on a free port and waits until it serves.
 *
 * @throws Error when it ends before
 */
export async function startSegueProcess(options: SegueProcessOptions): Promise<SegueProcess> {
  const { program } = options;
  const script = program === undefined ? [fileURLToPath(main), 'start'] : [fileURLToPath(program)];
  const [command = process.execPath, ...args] = [...dieWithTest, process.execPath, ...script];
  const child = spawn(command, args, {
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killIt = (): void => void child.kill('SIGKILL');
  process.once('exit', killIt);
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    process.removeListener('exit', killIt);
    return { code, signal };
  });
  const lines: string[] = [];
  const url = await Promise.race([
    untilItServes(child, lines),
    ended.then(({ code, signal }) => {
      throw new Error(`Segue ended before it served (${signal ?? code}): ${lines.join('\n')}`);
    }),
  ]);
  const request: SegueProcess['request'] = (path, init) => ask(new URL(path, url).href, init);
  return {
    url,
    pid: child.pid ?? 0,
    request,
    token: (parameters) => request('oauth/token', { method: 'POST', body: new URLSearchParams(parameters) }),
    lines,
    signal: (signal) => void child.kill(signal),
    ended,
    stop: async () => {
      killIt();
      await ended;
    },
  };
}

/** Nothing of the tests' own environment but where programs and temporary files are. */
function environmentOf({ databaseUrl, secretKey, environment }: SegueProcessOptions): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return {
    PATH,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    PORT: '0',
    SEGUE_URL: issuer,
    DATABASE_URL: databaseUrl,
    SEGUE_SECRET_KEY: secretKey,
    SEGUE_MANAGEMENT_RATE_LIMIT: '0',
    SEGUE_AUTHENTICATION_RATE_LIMIT: '0',
    ...environment,
  };
}

/** Collects what it prints; resolves with the URL when it says where it listens. */
function untilItServes(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    if (child.stdout === null) throw new Error('the standard output is not a pipe');
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (!line.includes('"segue serves"')) return;
      const told: { readonly port: number } = JSON.parse(line);
      resolve(`http://127.0.0.1:${told.port}/`);
    });
  });
}
