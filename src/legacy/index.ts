/**
 * The legacy user stores behind connections: the port `LegacyDirectory` of `accounts/`, fulfilled by action scripts
 * that `scripts/` runs, behind a guard for each connection: a deadline, places for so many calls at once, a queue, and a
 * circuit breaker. Opens a connection's configuration to run its scripts. Knows nothing of our own store.
 */

export { withoutDraftMark } from './draft-scripts.ts';
export { inEitherSpelling } from './either-spelling.ts';

export { createGuardedDirectory, type GuardedDirectory } from './guarded-directory.ts';
export { createRefusingDirectory } from './refusing-directory.ts';
export { chooseScriptIsolation, type ScriptIsolation } from './script-isolation.ts';
export { createScriptTrials } from './script-trials.ts';
export { createScriptedDirectory, type PrintedLine } from './scripted-directory.ts';
