import type { SigningKey, SigningKeys } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import type { Scope } from '../scope.ts';

/** The repository of signing keys. */
export function createSigningKeys(scope: Scope): SigningKeys {
  return {
    list: () => scope.read(listKeys),
    insertFirst: (key) => scope.write((db) => insertFirstKey(db, key)),
  };
}

async function listKeys(db: Db): Promise<readonly SigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('kid', 'desc')
    .execute();
  return rows.map((row) => ({
    kid: row.kid,
    alg: row.alg,
    sealedPrivateJwk: row.sealed_private_jwk,
    createdAt: row.created_at,
    state: row.state,
  }));
}

/** A unique index allows one current key, so the first of two nodes wins. */
async function insertFirstKey(db: Db, key: SigningKey): Promise<boolean> {
  const inserted = await db
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      alg: key.alg,
      sealed_private_jwk: key.sealedPrivateJwk,
      created_at: key.createdAt,
      state: key.state,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid')
    .executeTakeFirst();
  return inserted !== undefined;
}
