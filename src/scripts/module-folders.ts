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
