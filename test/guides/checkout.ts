import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that a reader takes for a fresh checkout: the package is in it, and what is written stays in it. */
export interface Checkout {
  readonly folder: string;
  /** For terminals: where programs are, and nothing of the tests' own environment. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');
const parts = ['package.json', 'node_modules', 'src', 'examples'];

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** For node:test: guides are run with curl. */
export const withCurl = { skip: hasCurl ? false : 'curl is not installed: apt-get install curl' };

export async function makeCheckout(environment: Readonly<Record<string, string>> = {}): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-guide-'));
  for (const part of parts) await symlink(join(root, part), join(folder, part));
  const { PATH = '' } = process.env;
  return {
    folder,
    // The npm of the machine is not asked for news, and reads nobody's settings.
    environment: {
      PATH: `${dirname(process.execPath)}:${PATH}`,
      HOME: folder,
      TMPDIR: folder,
      npm_config_update_notifier: 'false',
      ...environment,
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
