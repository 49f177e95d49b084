import type { AccountEvent, RunScriptTrial } from './accounts/index.ts';
import type { Config } from './config.ts';

import type { createLogger, Metrics } from './events/index.ts';
import {
  createGuardedDirectory,
  createRefusingDirectory,
  createScriptedDirectory,
  createScriptTrials,
  type GuardedDirectory,
  type PrintedLine,
  type ScriptIsolation,
  withoutDraftMark,
} from './legacy/index.ts';
import type { Sealer } from './lib/sealed-secret.ts';
import {
  createScriptRunner,
  type HostAndPort,
  launchBasic,
  launchStrict,
  type ScriptEgressRefusal,
  type ScriptRunner,
  type ScriptRunnerOptions,
  scriptModuleFolders,
} from './scripts/index.ts';

/** The legacy systems of all connections, behind their action scripts. */
export interface RunningScripts {
  readonly legacy: GuardedDirectory;
  readonly runTrial: RunScriptTrial;
  /** Tells where Segue itself listens: no script is connected to it (S22). */
  listensAt(endpoint: HostAndPort): void;
  close(): Promise<void>;
}

/** Bounds of scripts' processes. */
export type ScriptLimits = Pick<ScriptRunnerOptions, 'deadlineMs' | 'blockedMs' | 'rssMb' | 'idleMs'>;

export interface ActionScriptsNeeds {
  readonly config: Config;
  readonly isolation: ScriptIsolation;
  readonly sealer: Sealer;
  /** The server that holds Segue's own tables, where there is one: no script is connected to it (S22). */
  readonly storeServer: HostAndPort | undefined;
  readonly logger: ReturnType<typeof createLogger>;
  readonly metrics: Metrics;
  readonly recordEvent: (event: AccountEvent) => Promise<unknown>;
  /** Where they are not the usual ones. */
  readonly limits?: ScriptLimits;
  /** Where tests watch what is run. */
  readonly wrapRunner: (runner: ScriptRunner) => ScriptRunner;
}

/** Opens them; a process is started by the first call of a connection. */
export function openActionScripts(needs: ActionScriptsNeeds): RunningScripts {
  const { config, isolation, sealer, logger, metrics, recordEvent, wrapRunner, limits } = needs;
  const tell = (event: AccountEvent): void =>
    void recordEvent(event).catch((err) => logger.error({ err, event }, 'an event was lost'));
  // At the level of debugging whatever the script thinks of it: scripts print rows, with hashes in them.
  const onPrint = (printed: PrintedLine): void => logger.debug({ printed }, 'a script printed a line');
  const reading = logger.isLevelEnabled('debug') ? { onPrint } : {};
  const own: HostAndPort[] = needs.storeServer === undefined ? [] : [needs.storeServer];
  const runner = wrapRunner(
    createScriptRunner({
      ...limits,
      launch: isolation.level === 'strict' ? launchStrict : launchBasic,
      moduleFolders: scriptModuleFolders(config.modulesFolder),
      egress: { ...config.scriptEgress, own },
      onDeath: (death) => legacy.died(death),
      onEgress: ({ connectionName, bytesSent, bytesReceived }) =>
        metrics.countEgress(connectionName, bytesSent + bytesReceived),
      onEgressRefused: (refusal) => tell(eventOf(refusal)),
    }),
  );
  const legacy: GuardedDirectory =
    isolation.level === 'refused'
      ? createRefusingDirectory(isolation.reason)
      : createGuardedDirectory(createScriptedDirectory({ runner, sealer, ...reading }), { tell });
  metrics.legacy(legacy.conditions);
  const runTrial = createScriptTrials({ runner, sealer, guarded: legacy });
  return { legacy, runTrial, listensAt: (endpoint) => void own.push(endpoint), close: () => runner.close() };
}

function eventOf({ connectionId, connectionName, host, port, why }: ScriptEgressRefusal): AccountEvent {
  const bare = host.includes(':') ? `[${host}]` : host;
  const target = port === 0 ? bare : `${bare}:${port}`; // as a pattern has it; a look-up has no port
  return {
    kind: 'script-egress-refused',
    connectionId: withoutDraftMark(connectionId),
    connectionName,
    target,
    why,
    advice: advice[why](target),
  };
}

const advice: Readonly<Record<ScriptEgressRefusal['why'], (target: string) => string>> = {
  connection: (target) =>
    `If its scripts need it, add "${target}" to options.egress.allow of the connection.`,
  deployment: (target) => `If its scripts need it, add "${target}" to SEGUE_SCRIPT_EGRESS_ALLOW.`,
  address: (target) =>
    `No script reaches such addresses, unless SEGUE_SCRIPT_EGRESS_EXEMPT names "${target}".`,
  'own-endpoint': (target) =>
    `It is Segue's own address or store. If the legacy system is there too, name "${target}" in SEGUE_SCRIPT_EGRESS_EXEMPT.`,
};
