import type { LegacyDirectory } from '../legacy-directory.ts';
import type { RunScriptTrial } from '../script-trial.ts';

/** Trials of scripts over a legacy user store in memory; a draft that is no script is a fault, as in a real one. */
export function createInMemoryTrials(legacy: LegacyDirectory): RunScriptTrial {
  return async (connection, { script, identifier, password = '', draft }) => {
    const source = draft?.customScripts[script];
    const isScript = source === undefined || source.includes('function');
    const answer = !isScript
      ? ({ answer: 'fault', script, reason: 'no function', scriptVersion: 'v2', durationMs: 0 } as const)
      : await (script === 'login'
          ? legacy.authenticate(connection, identifier, password)
          : legacy.find(connection, identifier));
    const shown = answer.answer === 'profile' ? { shown: answer.profile } : {};
    return { answer, ...shown, printed: [{ script, level: 'info', text: 'asked' }], durationMs: 3 };
  };
}
