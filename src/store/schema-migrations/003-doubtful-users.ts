import type { SchemaMigration } from './schema-migration.ts';

/** Local users with an unproved address that the legacy system knows (S19). */
export const doubtfulUsers: SchemaMigration = {
  number: 3,
  name: 'doubtful users',
  statements: ({ text, integer, tableEnd }) => [
    // By the address as it was when the legacy system was asked: a user with another one is not doubtful.
    `create table doubtful_users (
      user_id ${text} not null primary key references users (user_id) on delete cascade,
      email_key ${text} not null,
      found_at ${integer} not null
    )${tableEnd}`,
  ],
};
