/**
 * The legacy user stores behind connections: the port `LegacyDirectory` of `accounts/`, fulfilled by action scripts
 * that `scripts/` runs. Opens a connection's configuration to run them. Knows nothing of our own store.
 */
export { createRefusingDirectory } from './refusing-directory.ts';
export { chooseScriptIsolation, type ScriptIsolation } from './script-isolation.ts';
export { createScriptedDirectory } from './scripted-directory.ts';
