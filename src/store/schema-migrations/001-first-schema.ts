import type { ColumnTypes, SchemaMigration } from './schema-migration.ts';

/** Users and what belongs to them, the tenant's set-up, and what the token endpoint keeps. */
export const firstSchema: SchemaMigration = {
  number: 1,
  name: 'first schema',
  statements: (types) => [
    ...connections(types),
    ...users(types),
    ...tombstones(types),
    ...events(types),
    ...tenant(types),
    ...oidcPayloads(types),
  ],
};

function connections({ text, integer, flag, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table connections (
      id ${text} not null primary key,
      name ${text} not null unique,
      display_name ${text},
      realms ${text} not null,
      is_domain_connection ${flag} not null,
      metadata ${text} not null,
      options ${text} not null,
      refusal_period_ms ${integer},
      created_at ${integer} not null,
      updated_at ${integer} not null
    )${tableEnd}`,
    `create table connection_clients (
      connection_id ${text} not null references connections (id) on delete cascade,
      client_id ${text} not null,
      position ${integer} not null,
      primary key (connection_id, client_id)
    )${tableEnd}`,
    `create index connection_clients_by_client on connection_clients (client_id)`,
  ];
}

function users({ text, integer, flag, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table users (
      user_id ${text} not null primary key,
      connection_id ${text} not null references connections (id) on delete cascade,
      email ${text},
      email_verified ${flag} not null,
      username ${text},
      name ${text},
      nickname ${text},
      given_name ${text},
      family_name ${text},
      picture ${text},
      phone_number ${text},
      user_metadata ${text} not null,
      app_metadata ${text} not null,
      blocked ${flag} not null,
      created_at ${integer} not null,
      updated_at ${integer} not null,
      last_login_at ${integer},
      last_ip ${text},
      logins_count ${integer} not null,
      last_password_change_at ${integer},
      credential_version ${integer} not null,
      origin ${text} not null
    )${tableEnd}`,
    `create index users_by_creation on users (created_at, user_id)`,
    `create index users_of_connection on users (connection_id, created_at, user_id)`,
    // The key comes first, so that one index keeps a key unique in its connection and finds it in all of them.
    `create table user_identifiers (
      connection_id ${text} not null,
      key ${text} not null,
      user_id ${text} not null references users (user_id) on delete cascade,
      kind ${text} not null check (kind in ('email', 'username')),
      primary key (key, connection_id)
    )${tableEnd}`,
    `create index user_identifiers_of_user on user_identifiers (user_id)`,
    `create table password_hashes (
      user_id ${text} not null primary key references users (user_id) on delete cascade,
      hash ${text} not null
    )${tableEnd}`,
  ];
}

function tombstones({ text, integer, flag, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table tombstones (
      id ${text} not null primary key,
      connection_id ${text} not null references connections (id) on delete cascade,
      user_id ${text} not null,
      email ${text},
      username ${text},
      deleted_at ${integer} not null,
      password_set_here ${flag} not null,
      blocked ${flag} not null,
      state ${text} not null check (state in ('standing', 'lifted'))
    )${tableEnd}`,
    `create index tombstones_of_connection on tombstones (connection_id)`,
    `create index tombstones_on_user on tombstones (user_id)`,
    `create table tombstone_keys (
      tombstone_id ${text} not null references tombstones (id) on delete cascade,
      connection_id ${text} not null,
      key ${text} not null,
      primary key (tombstone_id, key)
    )${tableEnd}`,
    `create index tombstone_keys_by_key on tombstone_keys (key, connection_id)`,
    `create table retired_subjects (
      user_id ${text} not null primary key,
      connection_name ${text} not null
    )${tableEnd}`,
  ];
}

function events({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    // No foreign keys: history outlives the users and connections that it tells of. Ids are ordered by time.
    `create table events (
      id ${text} not null primary key,
      at ${integer} not null,
      kind ${text} not null,
      user_id ${text},
      connection_id ${text},
      client_id ${text},
      event ${text} not null
    )${tableEnd}`,
    `create index events_of_user on events (user_id, id) where user_id is not null`,
    `create index events_of_kind on events (kind, id)`,
    `create table attempt_counters (
      key ${text} not null primary key,
      count ${integer} not null,
      window_ends_at ${integer} not null
    )${tableEnd}`,
    `create index attempt_counters_by_end on attempt_counters (window_ends_at)`,
  ];
}

function tenant({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table clients (
      client_id ${text} not null primary key,
      app_type ${text},
      sealed_secret ${text} not null,
      properties ${text} not null,
      created_at ${integer} not null,
      updated_at ${integer} not null
    )${tableEnd}`,
    `create table resource_servers (
      id ${text} not null primary key,
      identifier ${text} not null unique,
      properties ${text} not null,
      created_at ${integer} not null
    )${tableEnd}`,
    `create table client_grants (
      id ${text} not null primary key,
      client_id ${text} not null references clients (client_id) on delete cascade,
      audience ${text} not null references resource_servers (identifier) on delete cascade,
      scope ${text} not null,
      created_at ${integer} not null,
      unique (client_id, audience)
    )${tableEnd}`,
    `create index client_grants_of_audience on client_grants (audience)`,
    `create table signing_keys (
      kid ${text} not null primary key,
      alg ${text} not null,
      sealed_private_jwk ${text} not null,
      created_at ${integer} not null,
      state ${text} not null check (state in ('current', 'previous'))
    )${tableEnd}`,
    `create unique index one_current_signing_key on signing_keys (state) where state = 'current'`,
    `create table settings (
      tenant ${text} not null primary key,
      settings ${text} not null
    )${tableEnd}`,
  ];
}

function oidcPayloads({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table oidc_payloads (
      model ${text} not null,
      id_hash ${text} not null,
      payload ${text} not null,
      grant_id ${text},
      uid ${text},
      user_id ${text} references users (user_id) on delete cascade,
      client_id ${text},
      expires_at ${integer},
      consumed_at ${integer},
      primary key (id_hash, model)
    )${tableEnd}`,
    `create index oidc_payloads_of_grant on oidc_payloads (grant_id) where grant_id is not null`,
    `create index oidc_payloads_by_uid on oidc_payloads (uid, model) where uid is not null`,
    `create index oidc_payloads_of_user on oidc_payloads (user_id) where user_id is not null`,
    `create index oidc_payloads_by_expiry on oidc_payloads (expires_at) where expires_at is not null`,
  ];
}
