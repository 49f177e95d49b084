import type { Expression } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Db } from './engines/engine.ts';
import { prepared } from './prepared.ts';
import { savePayload } from './save-oidc-payload.ts';
import type { Scope } from './scope.ts';
import type { OidcPayloadRow } from './tables.ts';

/** What the token endpoint keeps: sessions, codes, refresh tokens, grants, each under the hash of its id. */
export interface OidcPayloads {
  /**
   * Writes a payload, over an older one with its id. One that belongs to a user is written only while the user is
   * there, and with `onlyWhile` only while the user is not blocked and its credentials are still the ones verified
   * (S6, S12); false otherwise. A payload that was consumed stays so.
   */
  save(
    record: OidcPayload,
    onlyWhile?: { readonly userId: string; readonly credentialVersion: number },
  ): Promise<boolean>;
  /** A payload that has not expired. */
  find(model: string, idHash: string): Promise<FoundOidcPayload | undefined>;
  findByUid(model: string, uid: string): Promise<FoundOidcPayload | undefined>;
  /**
   * Marks a payload as used, once: false when that happened before, more than the leeway ago. Within the leeway the
   * first time of use stays.
   */
  consume(model: string, idHash: string, now: number, leewayMs: number): Promise<boolean>;
  destroy(model: string, idHash: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
  /** Removes expired payloads, at most so many; says how many there were. */
  deleteExpired(now: number, limit: number): Promise<number>;
}

export interface OidcPayload {
  readonly model: string;
  readonly idHash: string;
  /** JSON, free of secrets. */
  readonly payload: string;
  readonly grantId?: string | null | undefined;
  readonly uid?: string | null | undefined;
  readonly userCode?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly clientId?: string | null | undefined;
  /** Milliseconds since the Unix epoch; null for one that does not expire. */
  readonly expiresAt: number | null;
}

export interface FoundOidcPayload {
  readonly payload: string;
  readonly consumedAt: number | null;
  readonly grantId: string | null;
  readonly userId: string | null;
  readonly expiresAt: number | null;
}

/** The repository of the token endpoint's payloads. */
export function createOidcPayloads(scope: Scope, clock: Clock): OidcPayloads {
  return {
    save: (record, onlyWhile) => scope.write((db) => savePayload(db, scope.hasRowLocks, record, onlyWhile)),
    find: (model, idHash) => scope.read((db) => findPayload(db, { model, idHash, now: clock.now() })),
    findByUid: (model, uid) => scope.read((db) => findByUid(db, { model, uid, now: clock.now() })),
    consume: (model, idHash, now, leewayMs) =>
      scope.write((db) => consumePayload(db, { model, idHash, now, usedAfter: now - leewayMs })),
    destroy: (model, idHash) => scope.write((db) => destroyPayload(db, model, idHash)),
    revokeByGrantId: (grantId) => scope.write((db) => revokeByGrantId(db, grantId)),
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
