import type { ClientGrant, ClientGrants, Page } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { ClientGrantRow } from '../tables.ts';

/** The repository of client grants. */
export function createClientGrants(scope: Scope): ClientGrants {
  return {
    find: (id) => scope.read((db) => findGrant(db, id)),
    findFor: (clientId, audience) => scope.read((db) => findGrantFor(db, clientId, audience)),
    insert: (grant) => scope.write((db) => insertGrant(db, grant)),
    update: (id, scopes) => scope.write((db) => updateGrant(db, id, scopes)),
    delete: (id) => scope.write((db) => deleteGrant(db, id)),
    list: (page) => scope.read((db) => listGrants(db, page)),
  };
}

async function findGrant(db: Db, id: string): Promise<ClientGrant | undefined> {
  const row = await db.selectFrom('client_grants').selectAll().where('id', '=', id).executeTakeFirst();
  return row && grantFromRow(row);
}

const selectGrantFor = prepared<{ clientId: string; audience: string }, ClientGrantRow>((db, gap) =>
  db
    .selectFrom('client_grants')
    .selectAll()
    .where('client_id', '=', gap('clientId'))
    .where('audience', '=', gap('audience')),
);

async function findGrantFor(db: Db, clientId: string, audience: string): Promise<ClientGrant | undefined> {
  const [row] = (await selectGrantFor(db, { clientId, audience })).rows;
  return row && grantFromRow(row);
}

async function insertGrant(db: Db, grant: ClientGrant): Promise<boolean> {
  const inserted = await db
    .insertInto('client_grants')
    .values(rowFromGrant(grant))
    .onConflict((conflict) => conflict.columns(['client_id', 'audience']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function updateGrant(db: Db, id: string, scopes: readonly string[]): Promise<ClientGrant | undefined> {
  const row = await db
    .updateTable('client_grants')
    .set({ scope: toJson(scopes) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && grantFromRow(row);
}

async function deleteGrant(db: Db, id: string): Promise<boolean> {
  const deleted = await db.deleteFrom('client_grants').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

async function listGrants(db: Db, page: Parameters<ClientGrants['list']>[0]): Promise<Page<ClientGrant>> {
  const { clientId, audience, afterId } = page;
  const matching = db
    .selectFrom('client_grants')
    .$if(clientId !== undefined, (grants) => grants.where('client_id', '=', clientId ?? ''))
    .$if(audience !== undefined, (grants) => grants.where('audience', '=', audience ?? ''));
  const rows = await matching
    .selectAll()
    .$if(afterId !== undefined, (grants) => grants.where('id', '>', afterId ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map(grantFromRow), total };
}

function grantFromRow(row: ClientGrantRow): ClientGrant {
  return {
    id: row.id,
    clientId: row.client_id,
    audience: row.audience,
    scope: fromJson(row.scope),
    createdAt: row.created_at,
  };
}

function rowFromGrant(grant: ClientGrant): ClientGrantRow {
  return {
    id: grant.id,
    client_id: grant.clientId,
    audience: grant.audience,
    scope: toJson(grant.scope),
    created_at: grant.createdAt,
  };
}
