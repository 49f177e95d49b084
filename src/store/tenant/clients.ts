import { sql } from 'kysely';
import type { Client, Clients, Page } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { ClientRow } from '../tables.ts';

/** The repository of clients. */
export function createClients(scope: Scope): Clients {
  return {
    find: (clientId) => scope.read((db) => findClient(db, clientId)),
    insert: (client) => scope.write((db) => insertClient(db, client)),
    update: (clientId, changes) =>
      scope.atomically((db) => updateClient(db, scope.hasRowLocks, { clientId, changes })),
    delete: (clientId) => scope.atomically((db) => deleteClient(db, clientId)),
    list: (page) => scope.read((db) => listClients(db, page)),
  };
}

const selectClient = prepared<{ clientId: string }, ClientRow>((db, gap) =>
  db.selectFrom('clients').selectAll().where('client_id', '=', gap('clientId')),
);

async function findClient(db: Db, clientId: string): Promise<Client | undefined> {
  const [row] = (await selectClient(db, { clientId })).rows;
  return row && clientFromRow(row);
}

async function insertClient(db: Db, client: Client): Promise<boolean> {
  const inserted = await db
    .insertInto('clients')
    .values(rowFromClient(client))
    .onConflict((conflict) => conflict.column('client_id').doNothing())
    .returning('client_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function updateClient(
  db: Db,
  hasRowLocks: boolean,
  { clientId, changes }: { clientId: string; changes: Parameters<Clients['update']>[1] },
): Promise<Client | undefined> {
  const row = await db
    .selectFrom('clients')
    .selectAll()
    .where('client_id', '=', clientId)
    .$if(hasRowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const client = { ...clientFromRow(row), ...changes };
  await db.updateTable('clients').set(rowFromClient(client)).where('client_id', '=', clientId).execute();
  return client;
}

/** Its grants go with it, by their foreign key. Connections may name clients that never were: no key there. */
async function deleteClient(db: Db, clientId: string): Promise<boolean> {
  const deleted = await db.deleteFrom('clients').where('client_id', '=', clientId).executeTakeFirst();
  if (deleted.numDeletedRows === 0n) return false;
  await db.deleteFrom('connection_clients').where('client_id', '=', clientId).execute();
  await db.deleteFrom('oidc_payloads').where('client_id', '=', clientId).execute();
  return true;
}

async function listClients(db: Db, page: Parameters<Clients['list']>[0]): Promise<Page<Client>> {
  const { appTypes, afterId } = page;
  if (appTypes?.length === 0) return { items: [], total: 0 };
  const matching = db
    .selectFrom('clients')
    .$if(appTypes !== undefined, (clients) =>
      clients.where(sql.ref<string>('app_type'), 'in', appTypes ?? []),
    );
  const rows = await matching
    .selectAll()
    .$if(afterId !== undefined, (clients) => clients.where('client_id', '>', afterId ?? ''))
    .orderBy('client_id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map(clientFromRow), total };
}

function clientFromRow(row: ClientRow): Client {
  return {
    ...fromJson(row.properties),
    clientId: row.client_id,
    appType: row.app_type,
    sealedSecret: row.sealed_secret,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function rowFromClient(client: Client): ClientRow {
  const { clientId, appType, sealedSecret, createdAt, updatedAt, ...properties } = client;
  return {
    client_id: clientId,
    app_type: appType,
    sealed_secret: sealedSecret,
    properties: toJson(properties),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
