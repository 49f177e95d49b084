/**
 * The legacy user stores behind connections: the port `LegacyDirectory` of `accounts/`, fulfilled by action scripts
 * that `scripts/` runs. The only place where a connection's configuration is unsealed. Knows nothing of our own store.
 */
export { createRefusingDirectory } from './refusing-directory.ts';
export { chooseScriptIsolation, type ScriptIsolation } from './script-isolation.ts';
export { createScriptedDirectory } from './scripted-directory.ts';
