import type {
  Connection,
  ConnectionOptions,
  EventKind,
  JobState,
  RecordedEvent,
  Ticket,
  Tombstone,
  UserOrigin,
} from '../accounts/index.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Client, ResourceServer, SigningKey, TenantSettings } from '../tenant/index.ts';
import type { JsonText } from './json-text.ts';

/** A truth value. The drivers of our two engines do not agree on booleans; they do on numbers. */
export type Flag = 0 | 1;

/** The schema as the newest schema migration leaves it. Times are milliseconds since the Unix epoch. */
export interface Tables {
  schema_migrations: { number: number; name: string; applied_at: number };
  connections: ConnectionRow;
  connection_clients: { connection_id: string; client_id: string; position: number };
  users: UserRow;
  /** One unique index over the emails and usernames of a connection (S17). */
  user_identifiers: { connection_id: string; key: string; user_id: string; kind: IdentifierKind };
  /** What a user is searched by, in the form in which it is (`searchedText`). */
  user_keys: UserKeysRow;
  /** The values in the metadata of users (`metadataTerms`); a path begins with `u.` or `a.`, for which metadata it is. */
  user_metadata_terms: { path: string; value: string; user_id: string };
  /** How many users a connection has is the sum of its parts; one of them can be less than nothing. */
  user_counts: { connection_id: string; part: number; users: number };
  password_hashes: { user_id: string; hash: string };
  /** `credential_version` is the user's while it was the password. */
  former_passwords: { user_id: string; credential_version: number; hash: string };
  /** With the address that the legacy system was asked for. */
  doubtful_users: { user_id: string; email_key: string; found_at: number };
  tickets: TicketRow;
  jobs: JobRow;
  tombstones: TombstoneRow;
  retired_subjects: { user_id: string; connection_name: string };
  tombstone_keys: { tombstone_id: string; connection_id: string; key: string };
  events: EventRow;
  /** `day` counts from the Unix epoch, in UTC. */
  daily_counts: DailyCountRow;
  attempt_counters: { key: string; count: number; window_ends_at: number };
  clients: ClientRow;
  resource_servers: ResourceServerRow;
  client_grants: ClientGrantRow;
  signing_keys: SigningKeyRow;
  settings: { tenant: string; settings: JsonText<Partial<TenantSettings>> };
  oidc_payloads: OidcPayloadRow;
}

export type IdentifierKind = 'email' | 'username';

export interface ConnectionRow {
  id: string;
  name: string;
  display_name: string | null;
  realms: JsonText<Connection['realms']>;
  is_domain_connection: Flag;
  metadata: JsonText<JsonObject>;
  options: JsonText<ConnectionOptions>;
  refusal_period_ms: number | null;
  created_at: number;
  updated_at: number;
}

export interface UserRow {
  user_id: string;
  connection_id: string;
  email: string | null;
  email_verified: Flag;
  username: string | null;
  name: string | null;
  nickname: string | null;
  given_name: string | null;
  family_name: string | null;
  picture: string | null;
  phone_number: string | null;
  user_metadata: JsonText<JsonObject>;
  app_metadata: JsonText<JsonObject>;
  blocked: Flag;
  created_at: number;
  updated_at: number;
  last_login_at: number | null;
  last_ip: string | null;
  logins_count: number;
  last_password_change_at: number | null;
  credential_version: number;
  origin: JsonText<UserOrigin>;
}

export interface UserKeysRow {
  user_id: string;
  email: string | null;
  email_domain: string | null;
  username: string | null;
  name: string | null;
  nickname: string | null;
  given_name: string | null;
  family_name: string | null;
  phone_number: string | null;
}

export interface TombstoneRow {
  id: string;
  connection_id: string;
  user_id: string;
  email: string | null;
  username: string | null;
  deleted_at: number;
  password_set_here: Flag;
  blocked: Flag;
  state: Tombstone['state'];
}

export interface TicketRow {
  id: string;
  purpose: Ticket['purpose'];
  secret_digest: string;
  connection_id: string;
  user_id: string | null;
  email: string;
  email_key: string;
  credential_version: number | null;
  client_id: string | null;
  result_url: string | null;
  mark_email_verified: Flag;
  languages: JsonText<readonly string[]>;
  created_at: number;
  expires_at: number;
}

export interface JobRow {
  id: string;
  /** Another release's perhaps, like the payload: both are checked when they are read. */
  kind: string;
  payload: string;
  dedupe_key: string | null;
  state: JobState;
  /** When somebody may take it: while it is pending, when it may begin; in processing, when its lease ends. */
  due_at: number;
  attempts: number;
  /** Why the last attempt was not the end, or was a bad one. */
  reason: string | null;
  created_at: number;
  finished_at: number | null;
}

export interface EventRow {
  id: string;
  at: number;
  kind: EventKind;
  user_id: string | null;
  connection_id: string | null;
  client_id: string | null;
  /** The whole event; the columns before it are there to be searched by. */
  event: JsonText<RecordedEvent>;
}

export interface DailyCountRow {
  day: number;
  /** Writers of one day take different rows, so that they do not wait for each other. */
  slot: number;
  logins: number;
  sign_ups: number;
  first_at: number;
  last_at: number;
}

export interface ClientRow {
  client_id: string;
  app_type: Client['appType'];
  sealed_secret: string;
  properties: JsonText<Omit<Client, 'clientId' | 'appType' | 'sealedSecret' | 'createdAt' | 'updatedAt'>>;
  created_at: number;
  updated_at: number;
}

export interface ResourceServerRow {
  id: string;
  identifier: string;
  properties: JsonText<Omit<ResourceServer, 'id' | 'identifier' | 'createdAt'>>;
  created_at: number;
}

export interface ClientGrantRow {
  id: string;
  client_id: string;
  audience: string;
  scope: JsonText<readonly string[]>;
  created_at: number;
}

export interface SigningKeyRow {
  kid: string;
  alg: SigningKey['alg'];
  sealed_private_jwk: string;
  created_at: number;
  state: SigningKey['state'];
  current_since: number | null;
  current_until: number | null;
  revoked_at: number | null;
}

export interface OidcPayloadRow {
  model: string;
  id_hash: string;
  payload: string;
  grant_id: string | null;
  uid: string | null;
  user_id: string | null;
  client_id: string | null;
  expires_at: number | null;
  consumed_at: number | null;
  /** Of one that lives on by its use: JSON of the use, as the token endpoint wrote it. */
  last_use: string | null;
}
