import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A terminal that a reader has open: what one block sets, the next one knows. */
export interface Terminal {
  /**
   * Runs a block and resolves with what it prints on the standard output.
   *
   * @throws Error when one of its commands fails, or does not end
   */
  run(commands: string): Promise<string>;
  /** Begins a block that does not end, and resolves when it has printed this. */
  begin(commands: string, until: string): Promise<void>;
  /** Presses Ctrl+C and closes it when all that ran in it has ended. */
  close(): Promise<void>;
}

// Has the kernel end the terminal when the test process dies. Linux, util-linux.
const setpriv = '/usr/bin/setpriv';
const dieWithTest = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];

// A loaded machine starts Segue in ten seconds; a block of a guide asks for no more patience than this of its reader.
const blockDeadlineMs = 90_000;

// Segue ends within a second or so; what has not ended by then never will.
const patienceMs = 20_000;

/** Opens a shell in a folder. */
export async function openTerminal(folder: string, environment: NodeJS.ProcessEnv): Promise<Terminal> {
  const scratch = await mkdtemp(join(tmpdir(), 'segue-terminal-'));
  const [command = 'bash', ...args] = [...dieWithTest, 'bash', '--noprofile', '--norc'];
  // A process group of its own, so that what was begun in it is closed with it.
  const child = spawn(command, args, { cwd: folder, env: environment, detached: true });
  const ended = once(child, 'close');
  const output = listen(child);
  let count = 0;

  /** From a file, so that no command of the block reads the next block as its input. */
  async function type(commands: string): Promise<string> {
    count += 1;
    const file = join(scratch, `${count}.sh`);
    await writeFile(file, commands);
    const mark = `-- end of block ${count}, status `;
    // `-e` and `pipefail`: the first command that fails ends the shell, and no mark comes.
    child.stdin?.write(`set -eo pipefail; . ${file} </dev/null; printf '\\n${mark}0\\n'\n`);
    return mark;
  }

  return {
    async run(commands) {
      const from = output.said().length;
      const mark = await type(commands);
      const said = await output.until(mark, from, () => `${commands}\nfailed: ${output.complaints()}`);
      return said.slice(from, said.indexOf(mark, from)).trim();
    },
    async begin(commands, until) {
      const from = output.said().length;
      await type(commands);
      await output.until(until, from, () => `${commands}\nended: ${output.said()}${output.complaints()}`);
    },
    async close() {
      child.stdin?.end();
      signalGroup(child, 'SIGINT');
      const killer = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
      await ended;
      clearTimeout(killer);
      await rm(scratch, { recursive: true });
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has ended by itself
  }
}

function listen(child: ChildProcess): {
  said(): string;
  complaints(): string;
  until(text: string, from: number, complaint: () => string): Promise<string>;
} {
  let said = '';
  let complaints = '';
  let hasEnded = false;
  const heard = new EventTarget();
  const tell = (): void => void heard.dispatchEvent(new Event('heard'));
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
    tell();
  });
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    complaints += piece;
  });
  child.on('close', () => {
    hasEnded = true;
    tell();
  });
  return {
    said: () => said,
    complaints: () => complaints,
    async until(text, from, complaint) {
      const overdue = AbortSignal.timeout(blockDeadlineMs);
      while (!said.includes(text, from)) {
        if (hasEnded || overdue.aborted) throw new Error(complaint());
        await Promise.race([once(heard, 'heard'), once(overdue, 'abort')]);
      }
      return said;
    },
  };
}
