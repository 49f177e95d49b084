import type { UserPage, UserQuery } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { userFromRow } from './user-row.ts';

const sortColumns = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  last_login: 'last_login_at',
  email: 'email',
  logins_count: 'logins_count',
  user_id: 'user_id',
} as const satisfies Record<NonNullable<UserQuery['sort']>['by'], string>;

/** A page of users. Equal ones are ordered by their id, so that pages neither overlap nor leave anybody out. */
export async function listUsers(db: Db, query: UserQuery): Promise<UserPage> {
  const { connectionId, afterUserId } = query;
  const matching = db
    .selectFrom('users')
    .$if(connectionId !== undefined, (users) => users.where('connection_id', '=', connectionId ?? ''));
  const { by, direction } = query.sort ?? defaultSort(query);
  const rows = await matching
    .selectAll()
    .$if(afterUserId !== undefined, (users) => users.where('user_id', '>', afterUserId ?? ''))
    // A user without the value comes first, as the smallest: PostgreSQL would put it last unless told.
    .orderBy(sortColumns[by], (order) =>
      direction === 'asc' ? order.asc().nullsFirst() : order.desc().nullsLast(),
    )
    .orderBy('user_id', direction)
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const users = rows.map(userFromRow);
  if (!query.withTotal) return { users };
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { users, total };
}

function defaultSort(query: UserQuery): NonNullable<UserQuery['sort']> {
  return { by: query.afterUserId === undefined ? 'created_at' : 'user_id', direction: 'asc' };
}
