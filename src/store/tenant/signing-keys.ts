import type { SigningKey, SigningKeys } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';
import type { SigningKeyRow } from '../tables.ts';

/** The repository of signing keys. */
export function createSigningKeys(scope: Scope): SigningKeys {
  return {
    list: () => scope.read(listKeys),
    insert: (key) => scope.write((db) => insertKey(db, key)),
    rotate: (kids, at) => scope.atomically((db) => rotateKeys(db, scope, kids, at)),
    revoke: (kid, at) => scope.write((db) => revokeKey(db, kid, at)),
  };
}

async function listKeys(db: Db): Promise<readonly SigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('kid', 'desc')
    .execute();
  return rows.map(keyOf);
}

/** A unique index allows one current and one next key, so the first of two nodes wins. */
async function insertKey(db: Db, key: SigningKey): Promise<boolean> {
  const inserted = await db
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      alg: key.alg,
      sealed_private_jwk: key.sealedPrivateJwk,
      created_at: key.createdAt,
      state: key.state,
      current_since: key.currentSince,
      current_until: key.currentUntil,
      revoked_at: key.revokedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function rotateKeys(
  db: Db,
  { hasRowLocks }: Scope,
  { current, next }: { readonly current: string; readonly next: string },
  at: number,
): Promise<boolean> {
  const rows = await db
    .selectFrom('signing_keys')
    .select(['kid', 'state'])
    .where('kid', 'in', [current, next])
    .orderBy('kid')
    .$if(hasRowLocks, (query) => query.forUpdate())
    .execute();
  const stateOf = (kid: string): unknown => rows.find((row) => row.kid === kid)?.state;
  if (stateOf(current) !== 'current' || stateOf(next) !== 'next') return false;
  await db
    .updateTable('signing_keys')
    .set({ state: 'previous', current_until: at })
    .where('kid', '=', current)
    .execute();
  await db
    .updateTable('signing_keys')
    .set({ state: 'current', current_since: at })
    .where('kid', '=', next)
    .execute();
  return true;
}

async function revokeKey(db: Db, kid: string, at: number): Promise<SigningKey | undefined> {
  const row = await db
    .updateTable('signing_keys')
    .set({ state: 'revoked', revoked_at: at })
    .where('kid', '=', kid)
    .where('state', 'in', ['next', 'previous'])
    .returningAll()
    .executeTakeFirst();
  return row && keyOf(row);
}

function keyOf(row: SigningKeyRow): SigningKey {
  return {
    kid: row.kid,
    alg: row.alg,
    sealedPrivateJwk: row.sealed_private_jwk,
    createdAt: row.created_at,
    state: row.state,
    currentSince: row.current_since,
    currentUntil: row.current_until,
    revokedAt: row.revoked_at,
  };
}
