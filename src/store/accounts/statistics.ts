import {
  type AccountEvent,
  countedAs,
  type DailyCount,
  dayOf,
  type RecordedEvent,
  type Statistics,
} from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { DailyCountRow } from '../tables.ts';

/** The repository of what is counted. */
export function createStatistics(scope: Scope): Statistics {
  return {
    activeUsers: (since) => scope.read((db) => countActiveUsers(db, since)),
    daily: (range) => scope.read((db) => listDays(db, range)),
  };
}

// As many as log in on one node at once; a row is locked until its login has been committed.
const slots = 16;

const addToDay = prepared<DailyCountRow, unknown>((db, gap) =>
  db
    .insertInto('daily_counts')
    .values({
      day: gap('day'),
      slot: gap('slot'),
      logins: gap('logins'),
      sign_ups: gap('sign_ups'),
      first_at: gap('first_at'),
      last_at: gap('last_at'),
    })
    .onConflict((conflict) =>
      conflict.columns(['day', 'slot']).doUpdateSet((set) => ({
        logins: set('daily_counts.logins', '+', set.ref('excluded.logins')),
        sign_ups: set('daily_counts.sign_ups', '+', set.ref('excluded.sign_ups')),
        last_at: set.ref('excluded.last_at'),
      })),
    ),
);

/** Whether an event is counted beside being recorded. */
export function isCounted({ kind }: Pick<AccountEvent, 'kind'>): boolean {
  return countedAs(kind) !== undefined;
}

/** Counts an event that is recorded in the same transaction. */
export async function countEvent(db: Db, { kind, at, id }: RecordedEvent): Promise<void> {
  const as = countedAs(kind);
  await addToDay(db, {
    day: dayOf(at),
    slot: Number.parseInt(id.slice(-1), 16) % slots,
    logins: as === 'logins' ? 1 : 0,
    sign_ups: as === 'signUps' ? 1 : 0,
    first_at: at,
    last_at: at,
  });
}

async function countActiveUsers(db: Db, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('last_login_at', '>=', since)
    .executeTakeFirstOrThrow();
  return count;
}

async function listDays(
  db: Db,
  { from, to }: Parameters<Statistics['daily']>[0],
): Promise<readonly DailyCount[]> {
  const rows = await db
    .selectFrom('daily_counts')
    .selectAll()
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
  return [...Map.groupBy(rows, ({ day }) => day)].map(([day, ofDay]) => ({
    day,
    logins: ofDay.reduce((sum, { logins }) => sum + logins, 0),
    signUps: ofDay.reduce((sum, { sign_ups }) => sum + sign_ups, 0),
    firstAt: Math.min(...ofDay.map(({ first_at }) => first_at)),
    lastAt: Math.max(...ofDay.map(({ last_at }) => last_at)),
  }));
}
