import {
  type Connection,
  type LegacyAnswer,
  type LegacyDirectory,
  type Profile,
  parseProfile,
  type RunScriptTrial,
  type ScriptTrial,
} from '../accounts/index.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import { redactValue, type ScriptAnswer, type ScriptCall, type ScriptRunner } from '../scripts/index.ts';
import { createDraftLane, openingDraft, withDraft } from './draft-scripts.ts';
import { inEitherSpelling } from './either-spelling.ts';
import type { GuardedDirectory } from './guarded-directory.ts';
import { createScriptedDirectory, type PrintedLine } from './scripted-directory.ts';

export interface ScriptTrialsNeeds {
  readonly runner: Pick<ScriptRunner, 'run'>;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly guarded: Pick<GuardedDirectory, 'inBackground' | 'conditionOf'>;
}

interface Run {
  readonly call: ScriptCall;
  readonly answer: ScriptAnswer;
}

/**
 * Makes the function that tries scripts. The connection's own are asked behind its guard: while its breaker is open, a
 * trial is not asked either. A draft has a process of its own, and places that all drafts share: what goes wrong with it
 * is no word about the legacy system, and opens nobody's breaker.
 */
export function createScriptTrials({ runner, sealer, guarded }: ScriptTrialsNeeds): RunScriptTrial {
  const inDraftLane = createDraftLane();
  return async (connection, trial) => {
    const printed: PrintedLine[] = [];
    const runs: Run[] = [];
    const { draft } = trial;
    const directory = inEitherSpelling(
      createScriptedDirectory({
        runner: { run: async (call) => noted(runs, call, await runner.run(call)) },
        sealer: draft === undefined ? sealer : openingDraft(sealer, connection, draft),
        onPrint: (line) => void printed.push(line),
      }),
    );
    const tried = draft === undefined ? connection : withDraft(connection, draft);
    const ask = (): Promise<LegacyAnswer> => askOnce(directory, tried, trial);
    const isGuarded = draft === undefined || guarded.conditionOf(connection).state === 'refused';
    const beganAt = performance.now();
    const answer = await (isGuarded ? guarded.inBackground.ask(connection, ask) : inDraftLane(tried, ask));
    const durationMs = performance.now() - beganAt;
    const shown = answer.answer === 'profile' ? withoutSecrets(connection, runs.at(-1)) : undefined;
    return { answer, printed, durationMs, ...(shown === undefined ? {} : { shown }) };
  };
}

function noted(runs: Run[], call: ScriptCall, answer: ScriptAnswer): ScriptAnswer {
  runs.push({ call, answer });
  return answer;
}

function askOnce(
  directory: LegacyDirectory,
  connection: Connection,
  { script, identifier, password = '' }: ScriptTrial,
): Promise<LegacyAnswer> {
  return script === 'login'
    ? directory.authenticate(connection, identifier, password)
    : directory.find(connection, identifier);
}

/** The profile as it may be shown; undefined when it is none any more without the secrets in it. */
function withoutSecrets({ options }: Connection, run: Run | undefined): Profile | undefined {
  if (run?.answer.answer !== 'value') return undefined;
  const parsed = parseProfile(redactValue(run.answer.value, run.call), {
    requiresUsername: options.requiresUsername,
    keepUnknownKeys: options.keepUnknownProfileKeys,
  });
  return parsed.is === 'valid' ? parsed.profile : undefined;
}
