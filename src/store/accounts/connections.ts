import type { Connection, Connections } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { ConnectionRow } from '../tables.ts';
import { connectionFromRow, rowFromConnection } from './connection-row.ts';

/** The repository of connections. */
export function createConnections(scope: Scope): Connections {
  const keeps = scope.hasRowLocks && scope.isTransaction;
  return {
    find: (id) => scope.read((db) => findConnection(db, keeps, 'id', id)),
    findToChange: (id) => scope.read((db) => findToChange(db, scope.hasRowLocks, id)),
    findByName: (name) => scope.read((db) => findConnection(db, keeps, 'name', name)),
    findForClient: (clientId, realm) => scope.read((db) => findForClient(db, clientId, realm)),
    insert: (connection) => scope.atomically((db) => insertConnection(db, connection)),
    update: (id, changes) =>
      scope.atomically((db) => updateConnection(db, scope.hasRowLocks, { id, changes })),
    delete: (id) => scope.atomically((db) => deleteConnection(db, scope.hasRowLocks, id)),
    list: () => scope.read(listConnections),
  };
}

const selectForClient = prepared<{ clientId: string }, ConnectionRow>((db, gap) =>
  db
    .selectFrom('connection_clients')
    .innerJoin('connections', 'connections.id', 'connection_clients.connection_id')
    .selectAll('connections')
    .where('connection_clients.client_id', '=', gap('clientId'))
    .orderBy('connections.id'),
);

const selectEnabledClients = prepared<{ connectionId: string }, { client_id: string }>((db, gap) =>
  db
    .selectFrom('connection_clients')
    .select('client_id')
    .where('connection_id', '=', gap('connectionId'))
    .orderBy('position'),
);

/** `keeps`: the connection cannot be deleted until the transaction that has found it ends. */
async function findConnection(
  db: Db,
  keeps: boolean,
  by: 'id' | 'name',
  value: string,
): Promise<Connection | undefined> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where(by, '=', value)
    .$if(keeps, (query) => query.forKeyShare())
    .executeTakeFirst();
  return row && connectionFromRow(row, await enabledClients(db, row.id));
}

async function findToChange(db: Db, hasRowLocks: boolean, id: string): Promise<Connection | undefined> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', id)
    // Not `for update`: two transactions that keep the connection and then change it would wait for each other.
    .$if(hasRowLocks, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  return row && connectionFromRow(row, await enabledClients(db, id));
}

/** A client has few connections; what is large about them, their scripts, is parsed of the right one only. */
async function findForClient(db: Db, clientId: string, realm: string): Promise<Connection | undefined> {
  const { rows } = await selectForClient(db, { clientId });
  const row = rows.find(({ name, realms }) => name === realm || fromJson(realms).includes(realm));
  return row && connectionFromRow(row, await enabledClients(db, row.id));
}

async function enabledClients(db: Db, connectionId: string): Promise<readonly string[]> {
  const { rows } = await selectEnabledClients(db, { connectionId });
  return rows.map((row) => row.client_id);
}

async function insertConnection(db: Db, connection: Connection): Promise<boolean> {
  const inserted = await db
    .insertInto('connections')
    .values(rowFromConnection(connection))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  await enableClients(db, connection);
  return true;
}

async function updateConnection(
  db: Db,
  hasRowLocks: boolean,
  { id, changes }: { id: string; changes: Parameters<Connections['update']>[1] },
): Promise<Connection | undefined> {
  const before = await findToChange(db, hasRowLocks, id);
  if (before === undefined) return undefined;
  const connection = { ...before, ...changes };
  await db.updateTable('connections').set(rowFromConnection(connection)).where('id', '=', id).execute();
  if (changes.enabledClients === undefined) return connection;
  await db.deleteFrom('connection_clients').where('connection_id', '=', id).execute();
  return { ...connection, enabledClients: await enableClients(db, connection) };
}

/** Enables each client once, in the order given. */
async function enableClients(db: Db, connection: Connection): Promise<readonly string[]> {
  const clients = [...new Set(connection.enabledClients)];
  const rows = clients.map((client_id, position) => ({ connection_id: connection.id, client_id, position }));
  if (rows.length > 0) await db.insertInto('connection_clients').values(rows).execute();
  return clients;
}

/** Its users, with all that is theirs, and its tombstones go with it, by their foreign keys; their subjects stay known. */
async function deleteConnection(db: Db, hasRowLocks: boolean, id: string): Promise<boolean> {
  // Nobody may come into it from here on: a user whose subject was not retired could be given out again (S8).
  if (hasRowLocks) await db.selectFrom('connections').select('id').where('id', '=', id).forUpdate().execute();
  for (const table of ['users', 'tombstones'] as const) {
    await db
      .insertInto('retired_subjects')
      .columns(['user_id', 'connection_name'])
      .expression((from) =>
        from
          .selectFrom(table)
          .innerJoin('connections', 'connections.id', `${table}.connection_id`)
          .select([`${table}.user_id`, 'connections.name'])
          .distinct()
          .where('connections.id', '=', id),
      )
      .onConflict((conflict) => conflict.column('user_id').doNothing())
      .execute();
  }
  const deleted = await db.deleteFrom('connections').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

async function listConnections(db: Db): Promise<readonly Connection[]> {
  const [connections, clients] = await Promise.all([
    db.selectFrom('connections').selectAll().orderBy('id').execute(),
    db.selectFrom('connection_clients').selectAll().orderBy('position').execute(),
  ]);
  const enabled = Map.groupBy(clients, (row) => row.connection_id);
  return connections.map((row) =>
    connectionFromRow(
      row,
      (enabled.get(row.id) ?? []).map(({ client_id }) => client_id),
    ),
  );
}
