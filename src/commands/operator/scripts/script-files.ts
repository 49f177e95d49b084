import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../lib/json.ts';
import { exitCodes, Failure } from '../failure.ts';
import { readText } from '../read-input.ts';
import { textAt } from '../show.ts';
import { optionText, type VerbRequest } from '../verb.ts';

/** The scripts that are asked, as the API calls them. */
export const scriptNames = ['login', 'get_user'] as const;

export type ScriptName = (typeof scriptNames)[number];

/** A script's source, and where it was found. */
export interface ScriptFile {
  readonly script: ScriptName;
  readonly file: string;
  readonly source: string;
}

/** What a script's file is called; the second is the deploy tool's name for it. */
const fileNames: Readonly<Record<ScriptName, readonly [string, ...string[]]>> = {
  login: ['login.js'],
  get_user: ['get-user.js', 'get_user.js'],
};

/** What a script's file is called where Segue writes it. */
export function fileNameOf(script: ScriptName): string {
  return fileNames[script][0];
}

/** A script of a connection; empty when it has none. */
export function sourceOf(connection: JsonObject, script: ScriptName): string {
  return textAt(connection, `options.customScripts.${script}`);
}

/**
 * The files that are named one by one, or lie in a folder.
 *
 * @throws Failure when one cannot be read
 */
export async function readScriptFiles(
  request: VerbRequest,
  folder: string | undefined,
): Promise<readonly ScriptFile[]> {
  const named = { login: optionText(request, 'login'), get_user: optionText(request, 'getUser') };
  const found: ScriptFile[] = [];
  for (const script of scriptNames) {
    const file = named[script] ?? (folder === undefined ? undefined : await findFile(folder, script));
    if (file !== undefined) found.push({ script, file, source: await readText(file) });
  }
  if (folder !== undefined && found.length === 0) {
    throw new Failure(
      exitCodes.noInput,
      `${folder} holds neither login.js nor get-user.js`,
      'Name the files with --login and --get-user.',
    );
  }
  return found;
}

async function findFile(folder: string, script: ScriptName): Promise<string | undefined> {
  for (const name of fileNames[script]) {
    const file = join(folder, name);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
