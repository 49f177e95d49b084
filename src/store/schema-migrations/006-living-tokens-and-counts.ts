import type { ColumnTypes, SchemaMigration } from './schema-migration.ts';

/** Who used a refresh token last, how many logged in on each day, and who did in the last month. */
export const livingTokensAndCounts: SchemaMigration = {
  number: 6,
  name: 'uses of refresh tokens, daily counts',
  statements: (types) => [
    `alter table oidc_payloads add column last_use ${types.text}`,
    'create index users_by_last_login on users (last_login_at) where last_login_at is not null',
    ...dailyCounts(types),
  ],
};

/** Begun from the events that are still kept; from now on they are counted as they are recorded. */
function dailyCounts({ integer, tableEnd }: ColumnTypes): readonly string[] {
  return [
    `create table daily_counts (
      day ${integer} not null,
      slot ${integer} not null,
      logins ${integer} not null,
      sign_ups ${integer} not null,
      first_at ${integer} not null,
      last_at ${integer} not null,
      primary key (day, slot)
    )${tableEnd}`,
    `insert into daily_counts (day, slot, logins, sign_ups, first_at, last_at)
      select at / 86400000, 0,
        sum(case when kind = 'login-succeeded' then 1 else 0 end),
        sum(case when kind = 'signed-up' then 1 else 0 end),
        min(at), max(at)
      from events where kind in ('login-succeeded', 'signed-up') group by at / 86400000`,
  ];
}
