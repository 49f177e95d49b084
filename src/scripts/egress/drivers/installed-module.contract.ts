import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipUnlessTrue } from '../../../../test/kit/services/services.ts';
import { addModules } from '../../../commands/modules/module-folder.ts';
import { readModuleSpec } from '../../../commands/modules/module-spec.ts';
import { scriptModuleFolders } from '../../index.ts';

/** A module that `segue modules add` has installed; and whether it could be. */
export interface InstalledModule {
  readonly skip: string | false;
  readonly moduleFolders: readonly string[];
  remove(): void;
}

/** Installs a module from the registry into a folder of its own. Without a registry the tests that need it say so. */
export async function installModule(name: string): Promise<InstalledModule> {
  const unreachable = skipUnlessTrue(registryAnswers(), `needs an npm registry, to install ${name} from`);
  if (unreachable.skip !== false) return { ...unreachable, moduleFolders: [], remove: () => {} };
  const home = mkdtempSync(join(tmpdir(), 'segue-modules-'));
  // Where tests run as root, scripts run as somebody else.
  chmodSync(home, 0o755);
  const folder = join(home, 'modules');
  await addModules(folder, [readModuleSpec(name)], { allowNative: false, step: () => {} });
  const remove = (): void => rmSync(home, { recursive: true });
  return { skip: false, moduleFolders: scriptModuleFolders(folder), remove };
}

function registryAnswers(): boolean {
  const patience = ['--fetch-retries=0', '--fetch-timeout=10000'];
  return spawnSync('npm', ['ping', ...patience], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
