/*
 * The real services that tests run against: PostgreSQL, MariaDB, OpenLDAP and nginx as servers of their own,
 * Chromium and bubblewrap as programs that are on this machine or not.
 *
 * Every server lives in a directory of its own under the system's temporary folder, listens on loopback
 * only, keeps a log that proves what it was asked, and is gone with its directory when it is stopped or
 * when the test process dies.
 *
 * This room knows nothing of Segue. A test says `test('…', skipUnless('mariadb'), …)` and calls
 * `startMariaDb()`.
 */

export type { LdapOperation } from './open-ldap-log.ts';
export { requireService, type ServiceName, skipUnless } from './services.ts';
export { type MariaDbDatabase, startMariaDb, type TestMariaDb } from './start-maria-db.ts';
export { startNginx, type TestNginx } from './start-nginx.ts';
export { type LdapUser, startOpenLdap, type TestOpenLdap } from './start-open-ldap.ts';
export { startPostgres, type TestPostgres } from './start-postgres.ts';
