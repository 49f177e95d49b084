import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { readConfig } from '../config.ts';
import { installedModuleFolders } from '../scripts/index.ts';
import { ModuleError } from './modules/module-error.ts';
import { addModules, installedModules, removeModules } from './modules/module-folder.ts';
import { readModuleSpec } from './modules/module-spec.ts';

const restart = 'Restart Segue: action scripts can then require';

/** Installs packages for action scripts into the operator's module folder; exit code 0 when all are there. */
export async function addScriptModules(
  texts: readonly string[],
  { allowNative }: { readonly allowNative: boolean },
): Promise<number> {
  return sayingWhy(async () => {
    const { modulesFolder } = readConfig().config;
    const specs = texts.map(readModuleSpec);
    const ready = specs.find(({ name }) => comesWithSegue(name));
    if (ready !== undefined)
      throw new ModuleError(`${ready.name} comes with Segue: action scripts can require it as it is`);
    const step = (text: string): void => say(`${text} …`);
    const { added, native, unscripted } = await addModules(modulesFolder, specs, { allowNative, step });
    for (const name of native)
      say(
        `${styleText('yellow', '!')} ${name} holds native code, which action scripts cannot load: test that it does without`,
      );
    for (const name of unscripted.filter((each) => !native.includes(each)))
      say(`${styleText('yellow', '!')} ${name} has an install script, which was not run`);
    for (const { name, version } of added) say(`${styleText('green', '✓')} ${name} ${version}`);
    say(`${restart} ${added.length === 1 ? 'it' : 'them'}.`);
  });
}

/** Lists what the operator installed. */
export async function listScriptModules(): Promise<number> {
  return sayingWhy(async () => {
    const { modulesFolder } = readConfig().config;
    const modules = await installedModules(modulesFolder);
    for (const { name, version } of modules) say(`${name} ${version}`);
    if (modules.length === 0) say(`no modules in ${modulesFolder}; add one with: segue modules add NAME`);
  });
}

/** Removes packages from the operator's module folder. */
export async function removeScriptModules(names: readonly string[]): Promise<number> {
  return sayingWhy(async () => {
    await removeModules(readConfig().config.modulesFolder, names);
    for (const name of names) say(`${styleText('green', '✓')} ${name} is removed`);
    say('Restart Segue: scripts that run may still have it.');
  });
}

/** Segue's own folders come first when a script requires something. */
function comesWithSegue(name: string): boolean {
  return installedModuleFolders().some((folder) => existsSync(join(folder, name)));
}

async function sayingWhy(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    process.stderr.write(`segue: ${error.message}\n`);
    return 1;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
