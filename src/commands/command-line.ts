import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { isPlainObject } from '../lib/json.ts';
import { addCompletionVerb } from './completion.ts';
import { addScriptTestVerb } from './offline/add-script-test.ts';
import { addNouns } from './operator/add-nouns.ts';
import { exitCodes, Failure } from './operator/failure.ts';
import { nouns } from './operator/nouns.ts';
import { safeText } from './operator/terminal/safe-text.ts';

/** Runs what the command line asks for and resolves with the exit code; the verbs load when they are asked for. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('segue')
    .description('Moves your users out of an old user database, one login at a time.')
    .version(ownVersion())
    .exitOverride();
  program
    .command('start')
    .description('serve (settings come from the environment: docs/guides/configuration.md)')
    .action(async () => {
      exitCode = await (await import('./start.ts')).start();
    });
  program
    .command('demo')
    .description(
      'show a migration on a temporary store: a legacy shop, a login that migrates, a login without the shop',
    )
    .option('--exit', 'end after the last step instead of staying up')
    .option('--port <port>', 'where Segue listens (default: any free port)')
    .action(async (options: { exit?: boolean; port?: string }) => {
      exitCode = await (await import('./demo.ts')).demo({ exit: options.exit === true, port: options.port });
    });
  program
    .command('doctor')
    .description('check the settings, the store and the action scripts without serving')
    .action(async () => {
      exitCode = await (await import('./doctor.ts')).doctor();
    });
  const exit = (code: number): void => {
    exitCode = code;
  };
  addModulesVerb(program, exit);
  addNouns(program, nouns, exit);
  addScriptTestVerb(program, exit);
  addCompletionVerb(program);
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** Says what went wrong, where that can be expected; anything else is thrown on. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof Failure) {
    const advice = error.advice === undefined ? '' : `\n  ${safeText(error.advice)}`;
    process.stderr.write(`segue: ${safeText(error.message)}${advice}\n`);
    return error.exitCode;
  }
  // Whoever throws it has loaded it: what only speaks to a server does without the server's settings.
  const { ConfigError } = await import('../config.ts');
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`segue: ${error.message}\n`);
  return exitCodes.badSettings;
}

function addModulesVerb(program: Command, exit: (code: number) => void): void {
  const modules = program
    .command('modules')
    .description('packages that action scripts may require beside the ready ones');
  modules
    .command('add <name...>')
    .description('install packages: mssql, mssql@12')
    .option('--allow-native', 'also packages with native code, which scripts cannot load')
    .action(async (names: string[], options: { allowNative?: boolean }) => {
      const { addScriptModules } = await import('./modules.ts');
      exit(await addScriptModules(names, { allowNative: options.allowNative === true }));
    });
  modules
    .command('list')
    .description('show what is installed')
    .action(async () => exit(await (await import('./modules.ts')).listScriptModules()));
  modules
    .command('remove <name...>')
    .description('remove packages')
    .action(async (names: string[]) => exit(await (await import('./modules.ts')).removeScriptModules(names)));
}

// From a checkout the sources run as they are; the package holds them compiled, one folder deeper.
const toRoot = import.meta.url.endsWith('.ts') ? '../../' : '../../../';

function ownVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL(`${toRoot}package.json`, import.meta.url), 'utf8'));
  return isPlainObject(file) && typeof file['version'] === 'string' ? file['version'] : 'unknown';
}
