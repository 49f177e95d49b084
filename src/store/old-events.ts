import { timeOfObjectId } from '../lib/object-id.ts';
import type { Scope } from './scope.ts';

/** The broom for events that are older than the operator keeps them. */
export interface OldEvents {
  /** Removes events recorded before this time, oldest first and at most so many; says how many there were. */
  deleteBefore(at: number, limit: number): Promise<number>;
}

export function createOldEvents(scope: Scope): OldEvents {
  return {
    deleteBefore: (at, limit) =>
      scope.write(async (db) => {
        const deleted = await db
          .deleteFrom('events')
          .where('id', 'in', (select) =>
            select
              .selectFrom('events')
              .select('id')
              .where('id', '<', timeOfObjectId(at))
              .orderBy('id')
              .limit(limit),
          )
          .executeTakeFirst();
        return Number(deleted.numDeletedRows);
      }),
  };
}
