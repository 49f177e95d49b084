// @ts-nocheck its packages are there only once the bench has installed them
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';

/*
 * Better Auth as its documentation has it, on SQLite: login by email and password, which answers with a session. Its hash
 * is stubbed, telemetry and rate limits are off, and SQLite is as careful as ours. `node better-auth.mjs <database>`
 */
const database = new DatabaseSync(process.argv[2]);
database.exec('pragma journal_mode = wal; pragma synchronous = full');

const options = {
  database,
  baseURL: 'http://better-auth.bench',
  secret: 'a-secret-of-the-bench-with-42-characters-ok',
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: async (password) => `stub$${Buffer.from(password).toString('base64url')}`,
      verify: async ({ hash, password }) => hash === `stub$${Buffer.from(password).toString('base64url')}`,
    },
  },
};
await (await getMigrations(options)).runMigrations();
const server = createServer(toNodeHandler(betterAuth(options)));
server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify(server.address())}\n`));
