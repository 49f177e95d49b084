import type { Sessions } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';

/** What logins left behind. It is kept with the payloads of the token endpoint; here it only ends. */
export function createSessions(scope: Scope): Sessions {
  return { endAll: (userId) => scope.atomically((db) => endAll(db, scope.hasRowLocks, userId)) };
}

async function endAll(db: Db, hasRowLocks: boolean, userId: string): Promise<void> {
  // A session is written under a shared lock on its user. Taking that row first means that those written before are
  // seen by the deletion, and those after wait and see what has changed.
  await db
    .selectFrom('users')
    .select('user_id')
    .where('user_id', '=', userId)
    .$if(hasRowLocks, (query) => query.forUpdate())
    .execute();
  await db.deleteFrom('oidc_payloads').where('user_id', '=', userId).execute();
}
