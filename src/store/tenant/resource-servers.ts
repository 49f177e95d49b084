import type { Page, ResourceServer, ResourceServers } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { ResourceServerRow } from '../tables.ts';

/** The repository of resource servers. */
export function createResourceServers(scope: Scope): ResourceServers {
  return {
    find: (id) => scope.read((db) => findResourceServer(db, id)),
    findByIdentifier: (identifier) => scope.read((db) => findByIdentifier(db, identifier)),
    insert: (resourceServer) => scope.write((db) => insertResourceServer(db, resourceServer)),
    update: (id, changes) =>
      scope.atomically((db) => updateResourceServer(db, scope.hasRowLocks, { id, changes })),
    delete: (id) => scope.write((db) => deleteResourceServer(db, id)),
    list: (page) => scope.read((db) => listResourceServers(db, page)),
  };
}

const selectByIdentifier = prepared<{ identifier: string }, ResourceServerRow>((db, gap) =>
  db.selectFrom('resource_servers').selectAll().where('identifier', '=', gap('identifier')),
);

async function findResourceServer(db: Db, id: string): Promise<ResourceServer | undefined> {
  const row = await db.selectFrom('resource_servers').selectAll().where('id', '=', id).executeTakeFirst();
  return row && resourceServerFromRow(row);
}

async function findByIdentifier(db: Db, identifier: string): Promise<ResourceServer | undefined> {
  const [row] = (await selectByIdentifier(db, { identifier })).rows;
  return row && resourceServerFromRow(row);
}

async function insertResourceServer(db: Db, resourceServer: ResourceServer): Promise<boolean> {
  const inserted = await db
    .insertInto('resource_servers')
    .values(rowFromResourceServer(resourceServer))
    .onConflict((conflict) => conflict.column('identifier').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function updateResourceServer(
  db: Db,
  hasRowLocks: boolean,
  { id, changes }: { id: string; changes: Parameters<ResourceServers['update']>[1] },
): Promise<ResourceServer | undefined> {
  const row = await db
    .selectFrom('resource_servers')
    .selectAll()
    .where('id', '=', id)
    .$if(hasRowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const resourceServer = { ...resourceServerFromRow(row), ...changes };
  const { properties } = rowFromResourceServer(resourceServer);
  await db.updateTable('resource_servers').set({ properties }).where('id', '=', id).execute();
  return resourceServer;
}

/** Its client grants go with it, by their foreign key. */
async function deleteResourceServer(db: Db, id: string): Promise<boolean> {
  const deleted = await db.deleteFrom('resource_servers').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

async function listResourceServers(
  db: Db,
  page: Parameters<ResourceServers['list']>[0],
): Promise<Page<ResourceServer>> {
  const { identifiers, afterId } = page;
  if (identifiers?.length === 0) return { items: [], total: 0 };
  const matching = db
    .selectFrom('resource_servers')
    .$if(identifiers !== undefined, (servers) => servers.where('identifier', 'in', identifiers ?? []));
  const rows = await matching
    .selectAll()
    .$if(afterId !== undefined, (servers) => servers.where('id', '>', afterId ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map(resourceServerFromRow), total };
}

function resourceServerFromRow(row: ResourceServerRow): ResourceServer {
  return {
    ...fromJson(row.properties),
    id: row.id,
    identifier: row.identifier,
    createdAt: row.created_at,
  };
}

function rowFromResourceServer(resourceServer: ResourceServer): ResourceServerRow {
  const { id, identifier, createdAt, ...properties } = resourceServer;
  return { id, identifier, properties: toJson(properties), created_at: createdAt };
}
