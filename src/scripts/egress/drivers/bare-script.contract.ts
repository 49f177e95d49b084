import { compileFunction, constants } from 'node:vm';
import { installedModuleFolders } from '../../module-folders.ts';
import { createScriptRequire } from '../../runner/script-require.mjs';
import type { Asking } from '../../script-kit.contract.ts';

export type Values = Readonly<Record<string, string>>;

type Callback = (error: unknown, value?: unknown) => void;
type Script = (email: string, password: string, callback: Callback) => unknown;

/**
 * Runs a Login script in this process, with nothing between it and the network: what a driver does and says here is
 * what it has to do and say behind the wall. Its `global` is its own.
 */
export async function runBare(
  source: string,
  {
    configuration = {},
    email = 'jane@example.com',
    password = 'correct horse',
    moduleFolders = installedModuleFolders(),
  }: Pick<Asking, 'configuration' | 'email' | 'password'> & {
    readonly moduleFolders?: readonly string[] | undefined;
  },
): Promise<unknown> {
  const evaluate = compileFunction(`return (${source});`, ['require', 'configuration', 'global'], {
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const script: Script = evaluate(createScriptRequire(moduleFolders), configuration, {});
  const value = await new Promise((resolve, reject) => {
    const callback: Callback = (error, given) => (error ? reject(error) : resolve(given));
    const answer = script(email, password, callback);
    if (answer instanceof Promise) answer.then((given) => given !== undefined && resolve(given), reject);
  });
  return JSON.parse(JSON.stringify(value));
}
