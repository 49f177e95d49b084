import type { Connection, LegacyDirectory } from '../../accounts/index.ts';
import { readPasswordRules } from '../../accounts/index.ts';
import {
  chooseScriptIsolation,
  createScriptedDirectory,
  inEitherSpelling,
  type PrintedLine,
  type ScriptIsolation,
} from '../../legacy/index.ts';
import {
  createScriptRunner,
  faultInEgressPattern,
  launchBasic,
  launchStrict,
  proveStrict,
  type ScriptAnswer,
  type ScriptRunner,
  scriptModuleFolders,
} from '../../scripts/index.ts';
import { exitCodes, Failure } from '../operator/failure.ts';
import { optionNumber, optionSwitch, optionText, optionTexts, type VerbRequest } from '../operator/verb.ts';
import type { ReadScripts } from './read-scripts.ts';

/** A legacy user store behind scripts, as a server would ask it. */
export interface OfflineLegacy extends AsyncDisposable {
  readonly isolation: ScriptIsolation;
  readonly connection: Connection;
  /** A directory that tells what is printed and run on its behalf. */
  directory(watch: Watch): LegacyDirectory;
  /** Where scripts wanted to connect to and were not, since this was last asked; each once a process. */
  takeRefused(): readonly string[];
}

export interface Watch {
  onPrint(line: PrintedLine): void;
  onAnswer(answer: ScriptAnswer): void;
}

/**
 * Starts what runs the scripts.
 *
 * @throws Failure when they may not run as is asked for
 */
export async function openLegacy(request: VerbRequest, scripts: ReadScripts): Promise<OfflineLegacy> {
  const moduleFolders = scriptModuleFolders(optionText(request, 'modules') ?? 'data/modules');
  const isolation = await isolationFor(request, moduleFolders);
  const seconds = optionNumber(request, 'deadline', { usual: 20, least: 1, most: 3600 });
  const refused: string[] = [];
  const runner = createScriptRunner({
    launch: isolation.level === 'strict' ? launchStrict : launchBasic,
    moduleFolders,
    deadlineMs: seconds * 1000,
    egress: { allow: egressOf(request) },
    onEgressRefused: ({ host, port, why }) => void refused.push(explainRefusal(host, port, why)),
  });
  const connection = connectionOf(request, scripts);
  return {
    isolation,
    connection,
    directory(watch) {
      const directory = createScriptedDirectory({
        runner: watched(runner, watch),
        sealer: { open: (text) => text }, // nothing is sealed here
        onPrint: watch.onPrint,
      });
      // Another spelling is asked for where a server could: it has both scripts.
      return scripts.sources.get_user === undefined ? directory : inEitherSpelling(directory);
    },
    takeRefused: () => refused.splice(0),
    [Symbol.asyncDispose]: () => runner.close(),
  };
}

function explainRefusal(host: string, port: number, why: string): string {
  const bare = host.includes(':') ? `[${host}]` : host;
  const target = port === 0 ? bare : `${bare}:${port}`;
  const advice = why === 'address' ? 'no script reaches such addresses' : `add --egress ${target}`;
  return `it was not connected to ${target}: ${advice}`;
}

function watched(runner: ScriptRunner, { onAnswer }: Watch): Pick<ScriptRunner, 'run'> {
  return {
    async run(call) {
      const answer = await runner.run(call);
      onAnswer(answer);
      return answer;
    },
  };
}

async function isolationFor(
  request: VerbRequest,
  moduleFolders: readonly string[],
): Promise<ScriptIsolation> {
  const levels = ['auto', 'strict', 'basic'] as const;
  const text = optionText(request, 'isolation') ?? 'auto';
  const wanted = levels.find((level) => level === text);
  if (wanted === undefined) throw new Failure(exitCodes.usage, `--isolation is one of ${levels.join(', ')}`);
  const isolation = await chooseScriptIsolation(wanted, true, () => proveStrict(moduleFolders));
  if (isolation.level !== 'refused') return isolation;
  throw new Failure(exitCodes.unavailable, isolation.reason, 'Leave --isolation out to run it all the same.');
}

function egressOf(request: VerbRequest): readonly string[] | undefined {
  const patterns = optionTexts(request, 'egress');
  for (const pattern of patterns) {
    const why = faultInEgressPattern(pattern);
    if (why !== undefined) throw new Failure(exitCodes.usage, `--egress: ${why}`);
  }
  return patterns.length === 0 ? undefined : patterns;
}

/** A connection that has these scripts, and exists nowhere. */
function connectionOf(request: VerbRequest, { sources, configuration }: ReadScripts): Connection {
  return {
    id: 'con_offline',
    name: 'offline',
    displayName: null,
    realms: [],
    isDomainConnection: false,
    enabledClients: [],
    metadata: {},
    refusalPeriodMs: null,
    createdAt: 0,
    updatedAt: 0,
    options: {
      importMode: true,
      enabledDatabaseCustomization: true,
      customScripts: sources,
      configuration,
      requiresUsername: optionSwitch(request, 'requiresUsername') === true,
      bruteForceProtection: true,
      disableSignup: false,
      legacyIdPrefix: '',
      keepUnknownProfileKeys: optionSwitch(request, 'keepUnknownProfileKeys') === true,
      passwordRules: readPasswordRules({}),
      other: {},
    },
  };
}
