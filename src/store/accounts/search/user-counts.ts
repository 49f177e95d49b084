import type { Db } from '../../engines/engine.ts';
import { prepared } from '../../prepared.ts';

// Whoever writes a user holds one of these rows until its transaction ends.
const parts = 8;

const moveCount = prepared<{ connectionId: string; part: number; by: number }, unknown>((db, gap) =>
  db
    .insertInto('user_counts')
    .values({ connection_id: gap('connectionId'), part: gap('part'), users: gap('by') })
    .onConflict((conflict) =>
      conflict
        .columns(['connection_id', 'part'])
        .doUpdateSet((set) => ({ users: set('user_counts.users', '+', set.ref('excluded.users')) })),
    ),
);

/** Moves the number of users of a connection, in the transaction that writes or removes one. */
export async function countUser(db: Db, connectionId: string, by: 1 | -1): Promise<void> {
  await moveCount(db, { connectionId, part: Math.floor(Math.random() * parts), by });
}

/** How many users there are, in this connection or in all of them. */
export async function totalOfUsers(db: Db, connectionId: string | undefined): Promise<number> {
  const { total } = await db
    .selectFrom('user_counts')
    // PostgreSQL adds integers up to a number without bounds, which its driver gives as text.
    .select((select) => select.fn.sum<number | string | null>('users').as('total'))
    .$if(connectionId !== undefined, (counts) => counts.where('connection_id', '=', connectionId ?? ''))
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
}
