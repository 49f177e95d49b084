import type { SchemaMigration } from './schema-migration.ts';

/** Signing keys that come next, and those that were revoked; since when and until when each signed. */
export const signingKeyStates: SchemaMigration = {
  number: 4,
  name: 'signing key states',
  // A new table: SQLite does not change the check of a column.
  statements: ({ text, integer, tableEnd }) => [
    `create table all_signing_keys (
      kid ${text} not null primary key,
      alg ${text} not null,
      sealed_private_jwk ${text} not null,
      created_at ${integer} not null,
      state ${text} not null check (state in ('next', 'current', 'previous', 'revoked')),
      current_since ${integer},
      current_until ${integer},
      revoked_at ${integer}
    )${tableEnd}`,
    `insert into all_signing_keys (kid, alg, sealed_private_jwk, created_at, state, current_since)
      select kid, alg, sealed_private_jwk, created_at, state, created_at from signing_keys`,
    'drop table signing_keys',
    'alter table all_signing_keys rename to signing_keys',
    `create unique index one_current_signing_key on signing_keys (state) where state in ('current', 'next')`,
  ],
};
