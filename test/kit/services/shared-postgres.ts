import { type PostgresServer, startPostgresServer } from './postgres-server.ts';
import { sharedPostgresUrl, skipUnless } from './services.ts';

/*
 * For `node --test --test-global-setup=test/kit/services/shared-postgres.ts`: one PostgreSQL for all test
 * files of a run, which find it in SEGUE_TEST_POSTGRES. Where PostgreSQL is missing the tests that need it
 * say so themselves.
 */
let server: PostgresServer | undefined;

/** Called by `node --test` before the first test file starts. */
export async function globalSetup(): Promise<void> {
  if (sharedPostgresUrl() !== undefined || skipUnless('postgres').skip !== false) return;
  server = await startPostgresServer();
  process.env['SEGUE_TEST_POSTGRES'] = server.url;
}

/** Called by `node --test` after the last. */
export async function globalTeardown(): Promise<void> {
  await server?.stop();
}
