import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainObject } from '../../lib/json.ts';
import { ModuleError } from './module-error.ts';
import { type ModuleSpec, specText } from './module-spec.ts';
import { nativePackagesIn } from './native-packages.ts';
import { runNpm } from './run-npm.ts';

/** A module that the operator asked for. */
export interface InstalledModule {
  readonly name: string;
  readonly version: string;
}

export interface Addition {
  readonly added: readonly InstalledModule[];
  /** Packages that hold native code, where that was allowed. */
  readonly native: readonly string[];
  /** Packages whose install script was not run. */
  readonly unscripted: readonly string[];
}

/** The modules that the operator added to a folder, by name. */
export async function installedModules(folder: string): Promise<readonly InstalledModule[]> {
  const description = await readJson(join(folder, 'package.json'));
  const names = Object.keys(objectIn(description, 'dependencies')).toSorted();
  const found = names.map(async (name) => {
    const own = await readJson(join(folder, 'node_modules', name, 'package.json'));
    return { name, version: String(own?.['version'] ?? 'missing') };
  });
  return Promise.all(found);
}

/**
 * Installs packages into the folder, all or none: npm works in a copy beside it, which takes its place once nothing
 * speaks against it.
 *
 * @param step told what happens next
 * @throws ModuleError when npm fails, or for native code that is not allowed
 */
export async function addModules(
  folder: string,
  specs: readonly ModuleSpec[],
  { allowNative, step }: { readonly allowNative: boolean; readonly step: (text: string) => void },
): Promise<Addition> {
  const copy = `${folder}.${randomBytes(6).toString('hex')}`;
  try {
    await copyFolder(folder, copy);
    step(`fetching ${specs.map(specText).join(', ')} with npm`);
    // Without a version npm would keep the one that is there.
    await runNpm(copy, ['install', ...specs.map(({ name, version = 'latest' }) => `${name}@${version}`)]);
    step('looking for native code');
    const native = await nativePackagesIn(copy);
    if (native.length > 0 && !allowNative) throw refusal(native);
    const unscripted = await unscriptedPackages(copy);
    const names = new Set(specs.map(({ name }) => name));
    const added = (await installedModules(copy)).filter(({ name }) => names.has(name));
    await takePlace(copy, folder);
    return { added, native, unscripted };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/**
 * Removes modules, and what only they needed.
 *
 * @throws ModuleError when one is not there, or when npm fails
 */
export async function removeModules(folder: string, names: readonly string[]): Promise<void> {
  const there = new Set((await installedModules(folder)).map(({ name }) => name));
  const missing = names.find((name) => !there.has(name));
  if (missing !== undefined)
    throw new ModuleError(`${missing} is not installed: "segue modules list" shows what is`);
  await runNpm(folder, ['uninstall', ...names]);
}

function refusal(native: readonly string[]): ModuleError {
  const [what, verb] = native.length === 1 ? ['It', 'holds'] : ['They', 'hold'];
  return new ModuleError(
    `${native.join(', ')} ${verb} native code, which action scripts cannot load; nothing was installed. ${what} may have a way ` +
      'without it: then add --allow-native. Else look for a driver in pure JavaScript.',
  );
}

/** `package.json` stops npm from looking for one further up. */
async function copyFolder(folder: string, copy: string): Promise<void> {
  await mkdir(copy, { recursive: true });
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true }).catch(ignoreMissing);
  const description = {
    private: true,
    description: "Modules for Segue's action scripts: segue modules list",
  };
  const file = join(copy, 'package.json');
  await writeFile(file, `${JSON.stringify(description, null, 2)}\n`, { flag: 'wx' }).catch(ignoreExisting);
}

async function takePlace(copy: string, folder: string): Promise<void> {
  const old = `${copy}.old`;
  const hadOne = await rename(folder, old).then(() => true, ignoreMissing);
  await rename(copy, folder);
  if (hadOne === true) await rm(old, { recursive: true, force: true });
}

async function unscriptedPackages(folder: string): Promise<readonly string[]> {
  const lock = await readJson(join(folder, 'package-lock.json'));
  return Object.entries(objectIn(lock, 'packages'))
    .filter(([, each]) => isPlainObject(each) && each['hasInstallScript'] === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

async function readJson(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing);
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return isPlainObject(value) ? value : undefined;
}

function objectIn(
  object: Readonly<Record<string, unknown>> | undefined,
  key: string,
): Readonly<Record<string, unknown>> {
  const value = object?.[key];
  return isPlainObject(value) ? value : {};
}

const ignoreMissing = ignoring('ENOENT');
const ignoreExisting = ignoring('EEXIST');

function ignoring(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
    return undefined;
  };
}
