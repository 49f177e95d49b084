import type { Db } from './engines/engine.ts';
import type { LivingOidcPayload, LivingPage } from './oidc-payload.ts';
import type { OidcPayloadRow } from './tables.ts';

const shown = ['payload', 'grant_id', 'uid', 'user_id', 'client_id', 'expires_at', 'last_use'] as const;

interface UsersPage extends LivingPage {
  readonly model: string;
  readonly userId: string;
}

/** A user's living payloads of a model, one for each grant: see `OidcPayloads.listOfUser`. */
export async function listOfUser(
  db: Db,
  { model, userId, clientId, afterId, limit, now }: UsersPage & { readonly clientId?: string },
): Promise<readonly LivingOidcPayload[]> {
  const rows = await living(db, model, now)
    .where('user_id', '=', userId)
    .$if(clientId !== undefined, (payloads) => payloads.where('client_id', '=', clientId ?? ''))
    .where('grant_id', '>', afterId ?? '')
    .orderBy('grant_id')
    .limit(limit)
    .execute();
  return rows.map(livingFrom);
}

/** The living payload of a model in a grant. */
export async function findInGrant(
  db: Db,
  { model, grantId, now }: { readonly model: string; readonly grantId: string; readonly now: number },
): Promise<LivingOidcPayload | undefined> {
  const row = await living(db, model, now).where('grant_id', '=', grantId).executeTakeFirst();
  return row && livingFrom(row);
}

/** A user's payloads of a model that have a uid. */
export async function listWithUid(
  db: Db,
  { model, userId, afterId, limit, now }: UsersPage,
): Promise<readonly LivingOidcPayload[]> {
  const rows = await db
    .selectFrom('oidc_payloads')
    .select(shown)
    .where('user_id', '=', userId)
    .where('model', '=', model)
    .where('uid', '>', afterId ?? '')
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .orderBy('uid')
    .limit(limit)
    .execute();
  return rows.map(livingFrom);
}

/** Removes a payload by its uid. */
export async function destroyByUid(db: Db, model: string, uid: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('oidc_payloads')
    .where('uid', '=', uid)
    .where('model', '=', model)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Removes all that belongs to the grants in which a user has a payload of this model. */
export async function revokeGrantsOf(db: Db, model: string, userId: string): Promise<number> {
  const grants = await db
    .selectFrom('oidc_payloads')
    .select('grant_id')
    .distinct()
    .where('user_id', '=', userId)
    .where('model', '=', model)
    .where('grant_id', 'is not', null)
    .execute();
  await db
    .deleteFrom('oidc_payloads')
    .where('grant_id', 'in', (of) =>
      of
        .selectFrom('oidc_payloads')
        .select('grant_id')
        .where('user_id', '=', userId)
        .where('model', '=', model),
    )
    .execute();
  return grants.length;
}

/** Removes a user's payloads of a model. */
export async function destroyAllOf(db: Db, model: string, userId: string): Promise<number> {
  const deleted = await db
    .deleteFrom('oidc_payloads')
    .where('user_id', '=', userId)
    .where('model', '=', model)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/**
 * What has neither expired nor been used up; of two in one grant (a rotation that was asked for twice at once) the one
 * that ends last.
 */
function living(db: Db, model: string, now: number) {
  return db
    .selectFrom('oidc_payloads')
    .select(shown)
    .where('model', '=', model)
    .where('consumed_at', 'is', null)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('oidc_payloads as other')
            .select('other.id_hash')
            .whereRef('other.grant_id', '=', 'oidc_payloads.grant_id')
            .whereRef('other.model', '=', 'oidc_payloads.model')
            .where('other.consumed_at', 'is', null)
            .where((is) =>
              is.or([
                is('other.expires_at', '>', is.ref('oidc_payloads.expires_at')),
                is.and([
                  is('other.expires_at', '=', is.ref('oidc_payloads.expires_at')),
                  is('other.id_hash', '>', is.ref('oidc_payloads.id_hash')),
                ]),
              ]),
            ),
        ),
      ),
    );
}

function livingFrom(row: LivingRow): LivingOidcPayload {
  return {
    payload: row.payload,
    grantId: row.grant_id,
    uid: row.uid,
    userId: row.user_id,
    clientId: row.client_id,
    expiresAt: row.expires_at,
    lastUse: row.last_use,
  };
}

type LivingRow = Pick<OidcPayloadRow, (typeof shown)[number]>;
