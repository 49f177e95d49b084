import { firstSchema } from './001-first-schema.ts';
import { ticketsAndJobs } from './002-tickets-and-jobs.ts';
import { doubtfulUsers } from './003-doubtful-users.ts';
import { signingKeyStates } from './004-signing-key-states.ts';
import { userSearch } from './005-user-search.ts';
import { livingTokensAndCounts } from './006-living-tokens-and-counts.ts';
import type { SchemaMigration } from './schema-migration.ts';

/** Every schema migration, in order. A new one goes to the end. */
export const schemaMigrations: readonly SchemaMigration[] = [
  firstSchema,
  ticketsAndJobs,
  doubtfulUsers,
  signingKeyStates,
  userSearch,
  livingTokensAndCounts,
];
