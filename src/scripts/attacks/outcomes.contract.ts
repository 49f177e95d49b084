import type { Outcome } from './attack.contract.ts';

const denied = /^ERR_ACCESS_DENIED$/;
const noModule = /^MODULE_NOT_FOUND$/;

/** What Node's permission model refuses at both levels; where its locks are open, the kernel does. */
export const refused = (open: RegExp): Outcome => ({ basic: denied, strict: denied, open });

/** Node's insides, which are in reach where its locks are open. */
export const hidden = (open: RegExp): Outcome => ({ basic: noModule, strict: noModule, open });

/** At `basic` the system is open; at `strict` the kernel refuses, whoever asks. */
export const openAtBasic = (strict: RegExp): Outcome => ({ basic: /^got/, strict, open: strict });

export const notThere = /^(ENOENT|ENOTDIR)$/;

/** What a script is told of what the runner has taken away. */
export const notAvailable = /not available to action scripts/;
