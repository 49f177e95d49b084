import type { ColumnTypes, SchemaMigration } from './schema-migration.ts';

/** Single-use links, work for later, and the passwords that may not come back. */
export const ticketsAndJobs: SchemaMigration = {
  number: 2,
  name: 'tickets, jobs and former passwords',
  statements: (types) => [...tickets(types), ...jobs(types), ...formerPasswords(types)],
};

function tickets({ text, integer, flag, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table tickets (
      id ${text} not null primary key,
      purpose ${text} not null check (purpose in ('password-change', 'email-verification')),
      secret_digest ${text} not null unique,
      connection_id ${text} not null references connections (id) on delete cascade,
      user_id ${text} references users (user_id) on delete cascade,
      email ${text} not null,
      email_key ${text} not null,
      credential_version ${integer},
      client_id ${text},
      result_url ${text},
      mark_email_verified ${flag} not null,
      languages ${text} not null,
      created_at ${integer} not null,
      expires_at ${integer} not null
    )${tableEnd}`,
    `create index tickets_for_address on tickets (connection_id, email_key)`,
    `create index tickets_of_user on tickets (user_id) where user_id is not null`,
    `create index tickets_by_expiry on tickets (expires_at)`,
  ];
}

function jobs({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    // A pending job is due when it may begin, one in processing when its lease ends: then somebody may take it.
    `create table jobs (
      id ${text} not null primary key,
      kind ${text} not null,
      payload ${text} not null,
      dedupe_key ${text},
      state ${text} not null check (state in ('pending', 'processing', 'completed', 'failed')),
      due_at ${integer} not null,
      attempts ${integer} not null,
      reason ${text},
      created_at ${integer} not null,
      finished_at ${integer}
    )${tableEnd}`,
    `create index jobs_due on jobs (due_at, id) where finished_at is null`,
    `create index jobs_finished on jobs (state, finished_at)`,
    `create unique index one_pending_job_of_a_key on jobs (kind, dedupe_key) where state = 'pending'`,
  ];
}

function formerPasswords({ text, integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    // In the order of the credential versions that they ended with, which no two nodes' clocks can disagree on.
    `create table former_passwords (
      user_id ${text} not null references users (user_id) on delete cascade,
      credential_version ${integer} not null,
      hash ${text} not null,
      primary key (user_id, credential_version)
    )${tableEnd}`,
  ];
}
