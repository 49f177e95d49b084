import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedModuleFolders } from '../index.ts';

/** Files of the server's that attacks are aimed at. */
export interface GroundFiles {
  readonly targets: Readonly<Record<string, string>>;
  /** Everybody may write to it, and pass through it. */
  readonly folder: string;
  readonly moduleFolder: string;
  /** What was written or changed. */
  hits(): readonly string[];
  remove(): void;
}

/** Stands in the file that is aimed at. */
export const secret = 'signing key of everybody';

/** Files that attacks of this process write begin so, wherever they are. */
const mark = `segue-attack-${process.pid}`;

/** Makes them, readable to everybody: what keeps an attack from them is the wall. */
export function openGroundFiles(): GroundFiles {
  const folder = mkdtempSync(join(tmpdir(), 'segue-ground-'));
  chmodSync(folder, 0o777);
  const key = join(folder, 'key');
  writeFileSync(key, secret, { mode: 0o644 });
  const operators = mkdtempSync(join(tmpdir(), 'segue-ground-'));
  chmodSync(operators, 0o755);
  const victim = join(operators, 'node_modules', 'victim');
  mkdirSync(victim, { recursive: true });
  const module = join(victim, 'index.js');
  writeFileSync(module, '');
  return {
    targets: { FOLDER: folder, KEY: key, VICTIM: victim, MARK: mark },
    folder,
    moduleFolder: join(operators, 'node_modules'),
    hits: () => {
      const isWhole = existsSync(module) && statSync(module).size === 0;
      return [...(isWhole ? [] : ['a module']), ...takeMarked(folder)];
    },
    remove: () => {
      for (const each of [folder, operators]) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** Files that an attack has written where it may have wanted to; they are removed. */
function takeMarked(folder: string): readonly string[] {
  const folders = [
    folder,
    tmpdir(),
    '/var/tmp',
    '/dev/shm',
    '/dev',
    '/run',
    '/',
    ...installedModuleFolders(),
  ];
  const found = folders.filter(existsSync).flatMap((each) =>
    readdirSync(each)
      .filter((name) => name.startsWith(mark))
      .map((name) => join(each, name)),
  );
  for (const path of found) rmSync(path, { recursive: true, force: true });
  return found.map((path) => `the file ${path}`);
}
