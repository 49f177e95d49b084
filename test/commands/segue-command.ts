import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Segue } from '../kit/start-segue.ts';

const main = join(import.meta.dirname, '../../src/main.mjs');

/** What came of a command. */
export interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
}

/** A command that runs: what it has said so far, and its end. */
export interface RunningCommand {
  readonly said: { readonly out: string; readonly err: string };
  readonly ended: Promise<Said>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts `segue` as an operator's shell does, with nothing of the tests' own environment. */
export function startCommand(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  return start(process.execPath, [main, ...args], options);
}

/** Runs `segue` to its end. */
export function command(args: readonly string[], options: CommandOptions = {}): Promise<Said> {
  return startCommand(args, options).ended;
}

function start(
  program: string,
  args: readonly string[],
  { env = {}, input = '', cwd }: CommandOptions,
): RunningCommand {
  const { PATH = '', TMPDIR } = process.env;
  const child = spawn(program, args, {
    env: { PATH, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said.out += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said.err += piece;
  });
  child.stdin.on('error', () => {}); // it has ended without reading
  child.stdin.end(input);
  const ended = new Promise<Said>((resolve) => {
    child.once('close', (status) => resolve({ status, ...said }));
  });
  return { said, ended, signal: (signal) => void child.kill(signal) };
}

/** The credentials of the bootstrap client, as an operator's environment has them. */
export function operatorOf({
  url,
  operator,
}: Pick<Segue, 'url' | 'operator'>): Readonly<Record<string, string>> {
  return { SEGUE_URL: url, SEGUE_CLIENT_ID: operator.clientId, SEGUE_CLIENT_SECRET: operator.clientSecret };
}

const hasScript = existsSync('/usr/bin/script');

/** For node:test: a terminal is made by `script` of util-linux. */
export const withTerminal = { skip: hasScript ? false : 'script is not installed: apt-get install bsdutils' };

/** A command at a terminal of its own. */
export interface TerminalCommand extends RunningCommand {
  /** Types, as a person does. */
  type(text: string): void;
}

/** Starts `segue` at a terminal of so many columns; what it says on either stream is `out`. */
export function startAtTerminal(
  args: readonly string[],
  {
    env = {},
    columns = 120,
  }: { readonly env?: Readonly<Record<string, string>>; readonly columns?: number } = {},
): TerminalCommand {
  const { PATH = '' } = process.env;
  const typed = [process.execPath, main, ...args]
    .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
    .join(' ');
  const child = spawn('/usr/bin/script', ['-qec', `stty cols ${columns}; exec ${typed}`, '/dev/null'], {
    env: { PATH, TERM: 'xterm-256color', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said.out += piece;
  });
  const ended = new Promise<Said>((resolve) => {
    child.once('close', (status) => resolve({ status, ...said }));
  });
  return {
    said,
    ended,
    type: (text) => void child.stdin.write(text),
    signal: (signal) => void child.kill(signal),
  };
}
