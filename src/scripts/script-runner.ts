import { type Attempt, type DeathCause, faultEnd } from './attempt.ts';
import { guardAgainstCrashLoops } from './crash-loop.ts';
import { EgressBroker, type EgressConnection, type RefusedEgress } from './egress/egress-broker.ts';
import { type DeploymentEgress, egressPolicies } from './egress/egress-policy.ts';
import { resolveByOwner } from './egress/resolve-by-owner.ts';
import { type ResolveHost, resolveHost } from './egress/resolve-host.ts';
import { type OpenRecords, openRecordResolver } from './egress/resolve-records.ts';
import type { Launch } from './launch.ts';
import { launchBasic } from './launch-basic.ts';
import { installedModuleFolders } from './module-folders.ts';
import { defaultLimits, type RunnerLimits } from './runner-limits.ts';
import { type Company, RunnerPool, type ScriptsOwner } from './runner-pool.ts';
import { toScriptAnswer } from './script-answer.ts';
import type { ScriptAnswer, ScriptCall, ScriptName, ScriptNote } from './script-call.ts';

/** A process that died under its calls. */
export interface RunnerDeath extends ScriptsOwner {
  readonly cause: DeathCause;
  /** Keyed digests of the inputs that may have caused it: five deaths by different ones are a pattern (S9). */
  readonly inputs: readonly string[];
}

/** A note that came after its call had been answered. */
export interface LateNote extends ScriptsOwner {
  readonly note: ScriptNote;
}

/** A connection of a script that has ended. */
export type ScriptEgress = ScriptsOwner & EgressConnection;

/** A connection that a script was refused; each once a process. */
export type ScriptEgressRefusal = ScriptsOwner & RefusedEgress;

export interface ScriptRunnerOptions extends Partial<RunnerLimits> {
  /** How a process is started: the isolation level. `basic` by default. */
  readonly launch?: Launch;
  /** Where scripts' modules are installed; by default where Segue's own are. */
  readonly moduleFolders?: readonly string[];
  /** What the deployment admits; by default everything but what is always refused. */
  readonly egress?: DeploymentEgress;
  /** How the names that scripts connect to are resolved: as the system does by default. */
  readonly resolve?: ResolveHost;
  /** Where the DNS records that scripts ask for are found: with the system's servers by default. */
  readonly openRecords?: OpenRecords;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  readonly onDeath?: (death: RunnerDeath) => void;
  readonly onLateNote?: (note: LateNote) => void;
  readonly onEgress?: (egress: ScriptEgress) => void;
  readonly onEgressRefused?: (refusal: ScriptEgressRefusal) => void;
}

/** Runs action scripts in processes of their own. */
export interface ScriptRunner {
  /** Runs one script once, or twice when its process died under it. Never rejects for what a script does. */
  run(call: ScriptCall): Promise<ScriptAnswer>;
  /** Ends every process; answers once they are gone. Calls on board are answered as unavailable. */
  close(): Promise<void>;
}

/** Scripts that change nothing: one that was in a dying process by chance can be run once more. */
const repeatable: readonly ScriptName[] = ['login', 'get_user'];

/** Not once the legacy system may have heard of it: it would count a wrong password twice (S9). */
function isRepeatable({ guilt, wasHeard }: Extract<Attempt, { end: 'death' }>, script: ScriptName): boolean {
  return guilt !== 'certain' && !wasHeard && repeatable.includes(script);
}

/**
 * A runner without processes yet: the first call of a connection starts one.
 * @throws {EgressPatternError} a pattern of the deployment's cannot be read
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const {
    launch = launchBasic,
    moduleFolders = installedModuleFolders(),
    now = () => performance.now(),
    resolve = resolveHost,
    openRecords = openRecordResolver,
    egress = {},
  } = options;
  const { onDeath, onLateNote, onEgress, onEgressRefused, ...rest } = options;
  const limits: RunnerLimits = { ...defaultLimits, ...rest };
  const guard = guardAgainstCrashLoops(now);
  const resolveFor = resolveByOwner(resolve, now);
  let closing = false;
  const pool = new RunnerPool({
    limits,
    launch,
    moduleFolders,
    now,
    policyFor: egressPolicies(egress, resolve, now),
    openEgress: (owner, policy, folder) =>
      new EgressBroker({
        folder,
        policy,
        resolve: resolveFor(owner.connectionId),
        openRecords,
        now,
        onRefused: (refused) => onEgressRefused?.({ ...owner, ...refused }),
        onConnection: (connection) => onEgress?.({ ...owner, ...connection }),
      }),
    onDeath: (owner, cause, suspects) => {
      const inputs = guard.record(suspects.map(({ call }) => call));
      onDeath?.({ ...owner, cause, inputs });
    },
    onLateNote: (owner, note) => onLateNote?.({ ...owner, note }),
  });

  const attempt = (call: ScriptCall, company: Company, deadlineAt: number): Promise<Attempt> =>
    new Promise((resolve) => {
      const finish = (result: Attempt): void => {
        clearTimeout(timer);
        resolve(result);
      };
      const pending = { call, finish };
      const timer = setTimeout(() => pool.abandon(pending), Math.max(0, deadlineAt - performance.now()));
      pool.submit(pending, company);
    });

  const companyOf = (call: ScriptCall): Company => (guard.suspects(call) ? 'alone' : 'shared');

  const cleared = (call: ScriptCall, attempt: Attempt): Attempt => {
    if (attempt.end === 'answer') guard.clear(call);
    return attempt;
  };

  const settle = async (call: ScriptCall): Promise<Attempt> => {
    if (closing) return { end: 'unavailable', reason: 'closing', logs: [] };
    if (guard.refuses(call)) return refusal;
    const deadlineAt = performance.now() + limits.deadlineMs;
    const first = await attempt(call, companyOf(call), deadlineAt);
    if (first.end !== 'death' || !isRepeatable(first, call.script)) return cleared(call, first);
    if (closing || guard.refuses(call)) return first;
    return cleared(call, await attempt(call, companyOf(call), deadlineAt));
  };

  return {
    run: async (call) => {
      const startedAt = performance.now();
      const result = await settle(call);
      return toScriptAnswer(call, result, performance.now() - startedAt, limits);
    },
    close: async () => {
      closing = true;
      await pool.close();
    },
  };
}

const refusal: Attempt = {
  ...faultEnd(
    'input-refused',
    'This input has ended the process of the script twice; it is refused for ten minutes.',
  ),
  logs: [],
};
