import type { Expression } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Db } from './engines/engine.ts';
import {
  destroyAllOf,
  destroyByUid,
  findInGrant,
  listOfUser,
  listWithUid,
  revokeGrantsOf,
} from './living-oidc-payloads.ts';
import type { FoundOidcPayload, OidcPayloads } from './oidc-payload.ts';
import { prepared } from './prepared.ts';
import { savePayload } from './save-oidc-payload.ts';
import type { Scope } from './scope.ts';
import type { OidcPayloadRow } from './tables.ts';

/** The repository of the token endpoint's payloads. */
export function createOidcPayloads(scope: Scope, clock: Clock): OidcPayloads {
  return {
    save: (record, onlyWhile) => scope.write((db) => savePayload(db, scope.hasRowLocks, record, onlyWhile)),
    find: (model, idHash) => scope.read((db) => findPayload(db, { model, idHash, now: clock.now() })),
    findByUid: (model, uid) => scope.read((db) => findByUid(db, { model, uid, now: clock.now() })),
    consume: (model, idHash, now, leewayMs) =>
      scope.write((db) => consumePayload(db, { model, idHash, now, usedAfter: now - leewayMs })),
    renew: (model, idHash, now, expiresAt, lastUse = null) =>
      scope.write((db) => renewPayload(db, { model, idHash, now, expiresAt, lastUse })),
    destroy: (model, idHash) => scope.write((db) => destroyPayload(db, model, idHash)),
    revokeByGrantId: (grantId) => scope.write((db) => revokeByGrantId(db, grantId)),
    listOfUser: (model, userId, page) => scope.read((db) => listOfUser(db, { model, userId, ...page })),
    findInGrant: (model, grantId, now) => scope.read((db) => findInGrant(db, { model, grantId, now })),
    listWithUid: (model, userId, page) => scope.read((db) => listWithUid(db, { model, userId, ...page })),
    destroyByUid: (model, uid) => scope.write((db) => destroyByUid(db, model, uid)),
    revokeGrantsOf: (model, userId) => scope.atomically((db) => revokeGrantsOf(db, model, userId)),
    destroyAllOf: (model, userId) => scope.write((db) => destroyAllOf(db, model, userId)),
    deleteExpired: (now, limit) => scope.write((db) => deleteExpired(db, now, limit)),
  };
}

const found = ['payload', 'consumed_at', 'grant_id', 'user_id', 'expires_at'] as const;
type FoundRow = Pick<OidcPayloadRow, (typeof found)[number]>;

const selectPayload = prepared<{ model: string; idHash: string; now: number }, FoundRow>((db, gap) =>
  unexpired(db, gap('now')).where('id_hash', '=', gap('idHash')).where('model', '=', gap('model')),
);

const selectByUid = prepared<{ model: string; uid: string; now: number }, FoundRow>((db, gap) =>
  unexpired(db, gap('now')).where('uid', '=', gap('uid')).where('model', '=', gap('model')),
);

async function findPayload(
  db: Db,
  by: { model: string; idHash: string; now: number },
): Promise<FoundOidcPayload | undefined> {
  const [row] = (await selectPayload(db, by)).rows;
  return row && foundFrom(row);
}

async function findByUid(
  db: Db,
  by: { model: string; uid: string; now: number },
): Promise<FoundOidcPayload | undefined> {
  const [row] = (await selectByUid(db, by)).rows;
  return row && foundFrom(row);
}

async function consumePayload(
  db: Db,
  { model, idHash, now, usedAfter }: { model: string; idHash: string; now: number; usedAfter: number },
): Promise<boolean> {
  const updated = await db
    .updateTable('oidc_payloads')
    .set((set) => ({ consumed_at: set.fn.coalesce('consumed_at', set.val(now)) }))
    .where('id_hash', '=', idHash)
    .where('model', '=', model)
    .where((is) => is.or([is('consumed_at', 'is', null), is('consumed_at', '>', usedAfter)]))
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

interface Renewal {
  readonly model: string;
  readonly idHash: string;
  readonly now: number;
  readonly expiresAt: number;
  readonly lastUse: string | null;
}

async function renewPayload(db: Db, { model, idHash, now, expiresAt, lastUse }: Renewal): Promise<boolean> {
  const updated = await db
    .updateTable('oidc_payloads')
    .set({ expires_at: expiresAt, last_use: lastUse })
    .where('id_hash', '=', idHash)
    .where('model', '=', model)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

async function destroyPayload(db: Db, model: string, idHash: string): Promise<void> {
  await db.deleteFrom('oidc_payloads').where('id_hash', '=', idHash).where('model', '=', model).execute();
}

async function revokeByGrantId(db: Db, grantId: string): Promise<void> {
  await db.deleteFrom('oidc_payloads').where('grant_id', '=', grantId).execute();
}

async function deleteExpired(db: Db, now: number, limit: number): Promise<number> {
  const expired = await db
    .deleteFrom('oidc_payloads')
    .where('id_hash', 'in', (select) =>
      select.selectFrom('oidc_payloads').select('id_hash').where('expires_at', '<=', now).limit(limit),
    )
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(expired.numDeletedRows);
}

function unexpired(db: Db, now: Expression<number>) {
  return db
    .selectFrom('oidc_payloads')
    .select(found)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]));
}

function foundFrom(row: FoundRow): FoundOidcPayload {
  return {
    payload: row.payload,
    consumedAt: row.consumed_at,
    grantId: row.grant_id,
    userId: row.user_id,
    expiresAt: row.expires_at,
  };
}
