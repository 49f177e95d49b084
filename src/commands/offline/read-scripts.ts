import { basename } from 'node:path';
import { checkScript } from '../../scripts/index.ts';
import { exitCodes, Failure } from '../operator/failure.ts';
import { readConfiguration, readText } from '../operator/read-input.ts';
import type { ScriptName } from '../operator/scripts/script-files.ts';
import { readScriptName } from '../operator/scripts/try.ts';
import { argument, optionText, type VerbRequest } from '../operator/verb.ts';

/** What is run, as a connection would have it. */
export interface ReadScripts {
  /** The script that cases ask, unless they name another. */
  readonly main: ScriptName;
  readonly sources: Readonly<Partial<Record<ScriptName, string>>>;
  readonly configuration: Readonly<Record<string, string>>;
}

/**
 * Reads the scripts and their configuration, and checks them as a server does before it keeps them.
 *
 * @throws Failure
 */
export async function readScripts(request: VerbRequest): Promise<ReadScripts> {
  const file = argument(request);
  const named = optionText(request, 'script');
  const main = named === undefined ? scriptOf(file) : readScriptName(named);
  const getUserFile = main === 'login' ? optionText(request, 'getUser') : undefined;
  const configurationFile = optionText(request, 'configuration');
  return {
    main,
    sources: {
      [main]: await readSource(file, main),
      ...(getUserFile === undefined ? {} : { get_user: await readSource(getUserFile, 'get_user') }),
    },
    configuration: configurationFile === undefined ? {} : await readConfiguration(configurationFile),
  };
}

function scriptOf(file: string): ScriptName {
  return /get[-_]?(?:user|by)/i.test(basename(file)) ? 'get_user' : 'login';
}

async function readSource(file: string, script: ScriptName): Promise<string> {
  if (/\.[cm]?tsx?$/.test(file)) {
    throw new Failure(
      exitCodes.usage,
      `${file} is TypeScript, which scripts cannot be: Segue runs JavaScript`,
      "Write JavaScript with types in comments (/** @type {import('segue-id/script').Login} */), or compile it first.",
    );
  }
  const source = await readText(file);
  const check = checkScript(source, script);
  if (check.ok) return source;
  const where = check.line === undefined ? file : `${file}:${check.line}`;
  throw new Failure(exitCodes.badData, `${where}: ${check.message}`);
}
