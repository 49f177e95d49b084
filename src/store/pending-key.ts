import { type OnConflictBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** What to do when a pending job of the same kind and key is there: one unique index, of pending jobs only, says so. */
export function onPendingKey(conflict: OnConflictBuilder<Tables, 'jobs'>): OnConflictBuilder<Tables, 'jobs'> {
  // The state stands in the statement itself: a database must see that the index covers it.
  return conflict.columns(['kind', 'dedupe_key']).where('state', '=', sql.lit('pending'));
}
