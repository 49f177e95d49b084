/** What `accounts/` needs of others; each file has its contract suite beside it, or says who else fulfils it. */
export type * from './accounts-store.ts';
export type * from './attempt-counters.ts';
export type * from './doubtful-user.ts';
export type * from './jobs.ts';
export type * from './legacy-directory.ts';
export type * from './password-policy.ts';
export type * from './postbox.ts';
export type * from './script-trial.ts';
export type { DailyCount, DayRange, Statistics } from './statistics.ts';
