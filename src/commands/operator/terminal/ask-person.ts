import { createInterface } from 'node:readline/promises';
import { exitCodes, Failure } from '../failure.ts';
import { safeText } from './safe-text.ts';

const interrupted = (): Failure => new Failure(exitCodes.interrupted, 'interrupted: nothing was done');

/**
 * Asks a yes-or-no question on the terminal.
 *
 * @throws Failure where nobody is there to answer
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Failure(
      exitCodes.usage,
      `nobody is there to be asked: ${safeText(question)}`,
      'Add --yes to go on without a question.',
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stop = new AbortController();
  lines.once('SIGINT', () => stop.abort());
  lines.once('close', () => stop.abort());
  try {
    const answer = await lines.question(`${safeText(question)} [y/N] `, { signal: stop.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write('\n');
    throw interrupted();
  } finally {
    lines.close();
  }
}

/**
 * A secret: typed unseen at a terminal, else the first line of the standard input. Never an argument, which every user of
 * the machine can read.
 *
 * @throws Failure when nothing comes
 */
export async function askSecret(what: string): Promise<string> {
  const secret = process.stdin.isTTY ? await typeUnseen(`${safeText(what)}: `) : await firstLineOfInput();
  if (secret !== '') return secret;
  throw new Failure(
    exitCodes.noInput,
    `no ${what.toLowerCase()} was given`,
    'Type it when asked, or have it come by the standard input: … < file',
  );
}

async function firstLineOfInput(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const piece of process.stdin) {
    text += String(piece);
    if (text.includes('\n')) break;
  }
  return (text.split('\n', 1)[0] ?? '').replace(/\r$/, '');
}

/** What a key does to what was typed so far. */
function pressed(typed: string, key: string): 'ended' | 'interrupted' | { readonly typed: string } {
  if (key === '\r' || key === '\n') return 'ended';
  if (key === '\x03' || key === '\x04') return 'interrupted'; // Ctrl+C, Ctrl+D
  if (key === '\x7f' || key === '\b') return { typed: [...typed].slice(0, -1).join('') };
  return { typed: key === '\x15' ? '' : typed + key }; // Ctrl+U
}

function typeUnseen(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let typed = '';
  return new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      stdin.removeListener('data', listen);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      finish();
    };
    const listen = (piece: string): void => {
      for (const key of piece) {
        const next = pressed(typed, key);
        if (next === 'ended' || next === 'interrupted') {
          end(next === 'ended' ? () => resolve(typed) : () => reject(interrupted()));
          return;
        }
        typed = next.typed;
      }
    };
    stdin.on('data', listen);
    stdin.resume();
  });
}
