import { type Attempt, type DeathCause, faultEnd } from './attempt.ts';
import { guardAgainstCrashLoops } from './crash-loop.ts';
import { type Launch, launchBasic } from './launch-basic.ts';
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

export interface ScriptRunnerOptions extends Partial<RunnerLimits> {
  /** How a process is started: the isolation level. `basic` by default. */
  readonly launch?: Launch;
  /** Where scripts' modules are installed; by default where Segue's own are. */
  readonly moduleFolders?: readonly string[];
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  readonly onDeath?: (death: RunnerDeath) => void;
  readonly onLateNote?: (note: LateNote) => void;
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

/** A runner without processes yet: the first call of a connection starts one. */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const {
    launch = launchBasic,
    moduleFolders = installedModuleFolders(),
    now = () => performance.now(),
  } = options;
  const { onDeath, onLateNote, ...rest } = options;
  const limits: RunnerLimits = { ...defaultLimits, ...rest };
  const guard = guardAgainstCrashLoops(now);
  let closing = false;
  const pool = new RunnerPool({
    limits,
    launch,
    moduleFolders,
    now,
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
      const timer = setTimeout(() => pool.abandon(pending), deadlineAt - performance.now());
      pool.submit(pending, company);
    });

  const settle = async (call: ScriptCall): Promise<Attempt> => {
    if (closing) return { end: 'unavailable', reason: 'closing', logs: [] };
    if (guard.refuses(call)) return refusal;
    const deadlineAt = performance.now() + limits.deadlineMs;
    const first = await attempt(call, 'shared', deadlineAt);
    if (first.end !== 'death' || first.guilt === 'certain' || !repeatable.includes(call.script)) return first;
    if (closing || guard.refuses(call)) return first;
    const second = await attempt(call, first.guilt === 'none' ? 'shared' : 'alone', deadlineAt);
    if (second.end === 'answer') guard.clear(call);
    return second;
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
