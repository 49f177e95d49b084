import type { Tombstone, TombstoneQuery, Tombstones } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';
import type { TombstoneRow } from '../tables.ts';
import { identifiersOf } from './identifiers.ts';
import { toFlag } from './user-row.ts';

/** The repository of tombstones. */
export function createTombstones(scope: Scope): Tombstones {
  return {
    insert: (tombstone) => scope.atomically((db) => insertTombstone(db, tombstone)),
    find: (id) => scope.read((db) => findTombstone(db, id)),
    findAllOn: (...on) => scope.read((db) => findTombstonesOn(db, ...on)),
    retiredFrom: (userId) => scope.read((db) => findRetirement(db, userId)),
    setState: (id, state) => scope.write((db) => setState(db, id, state)),
    remove: (id) => scope.write((db) => removeTombstone(db, id)),
    list: (page) => scope.read((db) => listTombstones(db, page)),
  };
}

async function insertTombstone(db: Db, tombstone: Tombstone): Promise<void> {
  await db.insertInto('tombstones').values(rowFromTombstone(tombstone)).execute();
  for (const key of new Set(identifiersOf(tombstone).map((each) => each.key))) {
    await db
      .insertInto('tombstone_keys')
      .values({ tombstone_id: tombstone.id, connection_id: tombstone.connectionId, key })
      .execute();
  }
}

async function findTombstone(db: Db, id: string): Promise<Tombstone | undefined> {
  const row = await db.selectFrom('tombstones').selectAll().where('id', '=', id).executeTakeFirst();
  return row && tombstoneFromRow(row);
}

async function findTombstonesOn(
  db: Db,
  ...[connectionId, { userId, keys }]: Parameters<Tombstones['findAllOn']>
): Promise<readonly Tombstone[]> {
  const onUser = db.selectFrom('tombstones').select('id').where('user_id', '=', userId);
  const onKeys = db
    .selectFrom('tombstone_keys')
    .select('tombstone_id as id')
    .where('key', 'in', keys)
    .where('connection_id', '=', connectionId);
  const rows = await db
    .selectFrom('tombstones')
    .selectAll()
    // No `or`: PostgreSQL would read the whole table. No keys: `in ()` is not SQL everywhere.
    .where('id', 'in', keys.length === 0 ? onUser : onUser.union(onKeys))
    .orderBy('deleted_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(tombstoneFromRow);
}

async function findRetirement(db: Db, userId: string): Promise<string | undefined> {
  const retired = await db
    .selectFrom('retired_subjects')
    .select('connection_name')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return retired?.connection_name;
}

async function setState(db: Db, id: string, state: Tombstone['state']): Promise<boolean> {
  const updated = await db.updateTable('tombstones').set({ state }).where('id', '=', id).executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

async function removeTombstone(db: Db, id: string): Promise<boolean> {
  const deleted = await db.deleteFrom('tombstones').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

async function listTombstones(
  db: Db,
  query: TombstoneQuery,
): Promise<{ tombstones: readonly Tombstone[]; total: number }> {
  const matching = matchingTombstones(db, query);
  const rows = await matching.selectAll().orderBy('id').limit(query.limit).offset(query.offset).execute();
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { tombstones: rows.map(tombstoneFromRow), total };
}

function matchingTombstones(db: Db, { connectionId, userId, state, key }: TombstoneQuery) {
  const onKey = db
    .selectFrom('tombstone_keys')
    .select('tombstone_id')
    .where('key', '=', key ?? '');
  return db
    .selectFrom('tombstones')
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'standing'))
    .$if(key !== undefined, (query) => query.where('id', 'in', onKey));
}

function tombstoneFromRow(row: TombstoneRow): Tombstone {
  return {
    id: row.id,
    connectionId: row.connection_id,
    userId: row.user_id,
    email: row.email,
    username: row.username,
    deletedAt: row.deleted_at,
    passwordSetHere: row.password_set_here === 1,
    blocked: row.blocked === 1,
    state: row.state,
  };
}

function rowFromTombstone(tombstone: Tombstone): TombstoneRow {
  return {
    id: tombstone.id,
    connection_id: tombstone.connectionId,
    user_id: tombstone.userId,
    email: tombstone.email,
    username: tombstone.username,
    deleted_at: tombstone.deletedAt,
    password_set_here: toFlag(tombstone.passwordSetHere),
    blocked: toFlag(tombstone.blocked),
    state: tombstone.state,
  };
}
