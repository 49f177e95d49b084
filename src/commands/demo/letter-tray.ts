import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A letter of the development outbox. */
export interface FoundLetter {
  readonly to: string;
  readonly subject: string;
  readonly link: string | null;
}

/** Looks for new letters in the development outbox, as a developer does. */
export interface LetterTray {
  /**
   * The next letter to this address.
   *
   * @throws Error when none comes in time
   */
  next(to: string): Promise<FoundLetter>;
  /** The letters that have come since anybody looked. */
  fresh(): Promise<readonly FoundLetter[]>;
}

const pollMs = 20;
// Letters are written by background work that begins at once; who waits longer than this waits for nothing.
const patienceMs = 10_000;

export function createLetterTray(directory: string): LetterTray {
  const read = new Set<string>();

  async function fresh(): Promise<readonly FoundLetter[]> {
    const names = await readdir(directory).catch(() => []); // made with the first letter
    const letters: FoundLetter[] = [];
    for (const name of names.filter((each) => !read.has(each)).toSorted()) {
      const letter = readLetter(await readFile(join(directory, name), 'utf8'));
      if (letter === undefined) continue; // still being written
      read.add(name);
      letters.push(letter);
    }
    return letters;
  }

  return {
    fresh,
    async next(to) {
      for (const deadline = performance.now() + patienceMs; performance.now() < deadline; ) {
        const letter = (await fresh()).find((each) => each.to === to);
        if (letter !== undefined) return letter;
        await delay(pollMs);
      }
      throw new Error(`no letter to ${to} has come`);
    },
  };
}

/** As much of a message of ours as a reader needs; undefined while its last boundary is missing. */
function readLetter(raw: string): FoundLetter | undefined {
  if (!raw.trimEnd().endsWith('--')) return undefined;
  const header = (name: string): string =>
    new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(raw)?.[1]?.replace(/\r\n[ \t]+/g, ' ') ?? '';
  // Quoted-printable (RFC 2045, 6.7): in a link nothing but `=` is quoted, and long lines are broken.
  const text = raw.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  return {
    to: header('To').replace(/^.*<|>$/g, ''),
    subject: header('Subject'),
    link: /https?:\/\/\S+\?ticket=[\w-]+/.exec(text)?.[0] ?? null,
  };
}
