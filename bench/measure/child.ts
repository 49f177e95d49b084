import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onCore } from './cores.ts';

export interface ChildOptions {
  /** What follows `node` on its command line. */
  readonly nodeArguments: readonly string[];
  /** Undefined: any. */
  readonly core?: number | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process of Node.js that is measured, or works for the measurement. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Calls back with every line of its standard output from now on. */
  onLine(listener: (line: string) => void): void;
  /** What the reader makes of the first line that it makes something of. @throws Error when the process ends before */
  until<T>(read: (line: string) => T | undefined): Promise<T>;
  /** Sends it a message, and resolves with its next line, read as JSON. One question at a time. */
  ask(message: object): Promise<unknown>;
}

const lastWordsCharacters = 2_000;

/**
 * Starts Node.js with nothing of our environment but where to find things, so that no setting of whoever runs the bench
 * gets into a figure.
 */
export function startChild({ nodeArguments, core, environment = {} }: ChildOptions): Child {
  const { PATH = '', HOME = '' } = process.env;
  const { command, args } = onCore(core, process.execPath, nodeArguments);
  const child = spawn(command, args, { env: { PATH, HOME, ...environment } });
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined) throw new Error(`cannot start ${command}`);
  let lastWords = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsCharacters);
  });
  const lines = createInterface({ input: stdout });
  const until = <T>(read: (line: string) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`node ${nodeArguments.join(' ')} ended:\n${lastWords}`));
      child.once('close', fail);
      lines.on('line', function look(line) {
        const found = read(line);
        if (found === undefined) return;
        lines.off('line', look);
        child.off('close', fail);
        resolve(found);
      });
    });
  return {
    pid,
    onLine: (listener) => void lines.on('line', listener),
    until,
    ask(message) {
      const answer = until((line): { said: unknown } => ({ said: JSON.parse(line) }));
      stdin.write(`${JSON.stringify(message)}\n`);
      return answer.then(({ said }) => said);
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
