import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One of the ready modules: where it is, the others are. */
const landmark = 'mysql2';

/**
 * The `node_modules` folders that Segue's own packages are installed in, nearest first. By their real paths: a runner may
 * read what lies there, and not what a link elsewhere points to.
 */
export function installedModuleFolders(): readonly string[] {
  const folders = createRequire(import.meta.url).resolve.paths(landmark) ?? [];
  return folders.filter((folder) => existsSync(join(folder, landmark))).map((folder) => realpathSync(folder));
}

/**
 * Where action scripts' modules are: Segue's own folders, then the operator's when something is installed there. Its
 * order keeps what an operator's package brings along from taking the place of a ready module.
 *
 * @param modulesFolder the one that `segue modules` installs into
 */
export function scriptModuleFolders(modulesFolder: string): readonly string[] {
  const own = installedModuleFolders();
  const added = join(modulesFolder, 'node_modules');
  return existsSync(added) ? [...own, realpathSync(added)] : own;
}
