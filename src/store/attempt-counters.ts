import type { AttemptCount, AttemptCounters } from '../accounts/index.ts';
import type { Db } from './engines/engine.ts';
import { type Prepared, prepared } from './prepared.ts';
import type { Scope } from './scope.ts';

/** The port's counters, and the broom for those that have ended. */
export interface StoredAttemptCounters extends AttemptCounters {
  /** Removes counters whose window has ended, at most so many; says how many there were. */
  deleteEnded(now: number, limit: number): Promise<number>;
}

/** The repository of attempt counters. */
export function createAttemptCounters(scope: Scope): StoredAttemptCounters {
  return {
    read: (keys, now) => scope.read((db) => readCounters(db, keys, now)),
    increment: (key, windowMs, now) => scope.write((db) => incrementCounter(db, { key, windowMs, now })),
    decrement: (key, now) => scope.write((db) => decrementCounter(db, key, now)),
    clear: (keys) => scope.write((db) => clearCounters(db, keys)),
    listUnder: (prefix, query) => scope.read((db) => listUnder(db, prefix, query)),
    clearUnder: (prefix) => scope.write((db) => clearUnder(db, prefix)),
    deleteEnded: (now, limit) => scope.write((db) => deleteEnded(db, now, limit)),
  };
}

/** The keys under the places where they stand in the statement. */
type KeyPlaces = Readonly<Record<number, string>>;
type SelectCounters = Prepared<KeyPlaces & { readonly now: number }, { key: string; count: number }>;

// A prepared statement has a fixed number of places, and an attempt a fixed number of keys.
const selectCounters = new Map<number, SelectCounters>();

async function readCounters(db: Db, keys: readonly string[], now: number): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const select = selectCounters.get(keys.length) ?? prepareSelect(keys.length);
  selectCounters.set(keys.length, select);
  const { rows } = await select(db, { ...keys, now });
  return keys.map((key) => rows.find((row) => row.key === key)?.count ?? 0);
}

function prepareSelect(places: number): SelectCounters {
  return prepared((db, gap) =>
    db
      .selectFrom('attempt_counters')
      .select(['key', 'count'])
      .where(
        'key',
        'in',
        Array.from({ length: places }, (_, place) => gap(place)),
      )
      .where('window_ends_at', '>', gap('now')),
  );
}

async function incrementCounter(
  db: Db,
  { key, windowMs, now }: { key: string; windowMs: number; now: number },
): Promise<number> {
  const fresh = { count: 1, window_ends_at: now + windowMs };
  const { count } = await db
    .insertInto('attempt_counters')
    .values({ key, ...fresh })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((set) => {
        // `val`: a bare number would stand in the statement's text, and each would be a statement of its own.
        const ended = set('attempt_counters.window_ends_at', '<=', now);
        return {
          count: set
            .case()
            .when(ended)
            .then(set.val(fresh.count))
            .else(set('attempt_counters.count', '+', 1))
            .end(),
          window_ends_at: set
            .case()
            .when(ended)
            .then(set.val(fresh.window_ends_at))
            .else(set.ref('attempt_counters.window_ends_at'))
            .end(),
        };
      }),
    )
    .returning('count')
    .executeTakeFirstOrThrow();
  return count;
}

async function decrementCounter(db: Db, key: string, now: number): Promise<void> {
  await db
    .updateTable('attempt_counters')
    .set((set) => ({ count: set('count', '-', 1) }))
    .where('key', '=', key)
    .where('count', '>', 0)
    .where('window_ends_at', '>', now)
    .execute();
}

async function clearCounters(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.deleteFrom('attempt_counters').where('key', 'in', keys).execute();
}

async function listUnder(
  db: Db,
  prefix: string,
  { atLeast, limit, now }: Parameters<AttemptCounters['listUnder']>[1],
): Promise<readonly AttemptCount[]> {
  const rows = await db
    .selectFrom('attempt_counters')
    .select(['key', 'count'])
    .where('key', '>=', prefix)
    .where('key', '<', endOf(prefix))
    .where('count', '>=', atLeast)
    .where('window_ends_at', '>', now)
    .orderBy('key')
    .limit(limit)
    .execute();
  return rows.map(({ key, count }) => ({ key, count }));
}

async function clearUnder(db: Db, prefix: string): Promise<number> {
  const deleted = await db
    .deleteFrom('attempt_counters')
    .where('key', '>=', prefix)
    .where('key', '<', endOf(prefix))
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** The first text after all that begin with the prefix: keys compare by code point. */
function endOf(prefix: string): string {
  const last = prefix.codePointAt(prefix.length - 1) ?? 0;
  return prefix.slice(0, -1) + String.fromCodePoint(last + 1);
}

async function deleteEnded(db: Db, now: number, limit: number): Promise<number> {
  const ended = await db
    .deleteFrom('attempt_counters')
    .where('key', 'in', (select) =>
      select.selectFrom('attempt_counters').select('key').where('window_ends_at', '<=', now).limit(limit),
    )
    .where('window_ends_at', '<=', now)
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}
