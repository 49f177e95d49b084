import { type InsertQueryBuilder, type InsertResult, sql } from 'kysely';
import type { Db } from './engines/engine.ts';
import type { OidcPayload } from './oidc-payload.ts';
import { prepared } from './prepared.ts';
import type { OidcPayloadRow, Tables } from './tables.ts';

type Values = Omit<OidcPayloadRow, 'consumed_at' | 'last_use'>;
type UserValues = Values & { readonly holder: string; readonly version: number | null };

const columns = [
  'model',
  'id_hash',
  'payload',
  'grant_id',
  'uid',
  'user_id',
  'client_id',
  'expires_at',
] as const satisfies readonly (keyof Values)[];

const upsertWithoutUser = prepared<Values, unknown>((db, gap) =>
  overwriting(
    db.insertInto('oidc_payloads').values({
      model: gap('model'),
      id_hash: gap('id_hash'),
      payload: gap('payload'),
      grant_id: gap('grant_id'),
      uid: gap('uid'),
      user_id: gap('user_id'),
      client_id: gap('client_id'),
      expires_at: gap('expires_at'),
    }),
  ),
);

const upsertForUser = prepareForUser({ lock: false });
// PostgreSQL looks at a snapshot: unless the user's row is locked, a change of its credentials that is under way
// would neither be seen here nor see what is written here.
const upsertForLockedUser = prepareForUser({ lock: true });

/** Writes a payload as `OidcPayloads.save` says, in one statement. */
export async function savePayload(
  db: Db,
  hasRowLocks: boolean,
  record: OidcPayload,
  onlyWhile?: { readonly userId: string; readonly credentialVersion: number },
): Promise<boolean> {
  const row = rowFrom(record);
  const holder = onlyWhile?.userId ?? row.user_id;
  if (holder === null) {
    await upsertWithoutUser(db, row);
    return true;
  }
  const upsert = hasRowLocks ? upsertForLockedUser : upsertForUser;
  const written = await upsert(db, { ...row, holder, version: onlyWhile?.credentialVersion ?? null });
  return written.numAffectedRows === 1n;
}

function prepareForUser({ lock }: { lock: boolean }) {
  return prepared<UserValues, unknown>((db, gap) => {
    // Without a cast PostgreSQL cannot tell the type of a value that is only asked whether it is null.
    const version = sql<number | null>`cast(${gap('version')} as bigint)`;
    const source = db
      .selectFrom('users')
      .select(columns.map((column) => gap(column).as(column)))
      .where('user_id', '=', gap('holder'))
      .where((is) =>
        is.or([
          is(version, 'is', null),
          is.and([is('credential_version', '=', version), is('blocked', '=', 0)]),
        ]),
      )
      .$if(lock, (query) => query.forShare());
    return overwriting(db.insertInto('oidc_payloads').columns(columns).expression(source));
  });
}

/** When it was consumed is nobody's to change here. */
function overwriting(
  insert: InsertQueryBuilder<Tables, 'oidc_payloads', InsertResult>,
): InsertQueryBuilder<Tables, 'oidc_payloads', InsertResult> {
  return insert.onConflict((conflict) =>
    conflict.columns(['id_hash', 'model']).doUpdateSet((set) => ({
      payload: set.ref('excluded.payload'),
      grant_id: set.ref('excluded.grant_id'),
      uid: set.ref('excluded.uid'),
      user_id: set.ref('excluded.user_id'),
      client_id: set.ref('excluded.client_id'),
      expires_at: set.ref('excluded.expires_at'),
    })),
  );
}

function rowFrom(record: OidcPayload): Values {
  return {
    model: record.model,
    id_hash: record.idHash,
    payload: record.payload,
    grant_id: record.grantId ?? null,
    uid: record.uid ?? null,
    user_id: record.userId ?? null,
    client_id: record.clientId ?? null,
    expires_at: record.expiresAt,
  };
}
