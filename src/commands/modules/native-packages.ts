import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isPlainObject } from '../../lib/json.ts';

/** The root of the innermost package that a path lies in. */
const packageRoot = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/|$)/;

/**
 * The packages of an installed tree that hold native code, or that would build some: a `binding.gyp`, `gypfile` in the
 * package's description, a compiled `.node` file.
 *
 * @param folder the one that `node_modules` lies in
 */
export async function nativePackagesIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(join(folder, 'node_modules'), { recursive: true }).catch(() => []);
  const names = new Set<string>();
  for (const file of files) {
    const path = `node_modules/${file.split(sep).join('/')}`;
    const [root, name] = packageRoot.exec(path) ?? [];
    if (root === undefined || name === undefined) continue;
    if (await isNative(path, root, folder)) names.add(name);
  }
  return [...names].toSorted();
}

async function isNative(path: string, root: string, folder: string): Promise<boolean> {
  if (path.endsWith('.node') || path === `${root}/binding.gyp`) return true;
  return path === `${root}/package.json` && (await buildsNativeCode(join(folder, path)));
}

async function buildsNativeCode(file: string): Promise<boolean> {
  const description: unknown = JSON.parse(await readFile(file, 'utf8'));
  return isPlainObject(description) && description['gypfile'] === true;
}
