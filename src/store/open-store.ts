import type { AccountsStore, RecordedEvent } from '../accounts/index.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { TenantStore } from '../tenant/index.ts';
import { createAccountsStore } from './accounts/accounts-store.ts';
import { createAttemptCounters, type StoredAttemptCounters } from './attempt-counters.ts';
import { Database } from './database.ts';
import type { DatabaseServer, Engine } from './engines/engine.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { isSchemaUpToDate, migrateSchema } from './migrate-schema.ts';
import type { AroundStatement } from './observed-dialect.ts';
import type { OidcPayloads } from './oidc-payload.ts';
import { createOidcPayloads } from './oidc-payloads.ts';
import { createOldEvents, type OldEvents } from './old-events.ts';
import { schemaMigrations as ourSchemaMigrations } from './schema-migrations/all.ts';
import type { SchemaMigration } from './schema-migrations/schema-migration.ts';
import { createTenantStore } from './tenant/tenant-store.ts';

/** An open database with everything that Segue keeps. */
export interface Store {
  /** The database server that this is connected to; undefined for SQLite. */
  readonly server: DatabaseServer | undefined;
  readonly accounts: AccountsStore;
  readonly tenant: TenantStore;
  readonly counters: StoredAttemptCounters;
  readonly oidc: OidcPayloads;
  readonly oldEvents: OldEvents;
  /** What the worker takes `accounts.jobs` from. */
  readonly jobQueue: JobQueue;
  /** Whether the database answers and its schema is the one that this release wants. */
  isReady(): Promise<boolean>;
  /**
   * Refuses new calls, waits for those under way and closes the connections. What a transaction that does not end in
   * time has written is rolled back.
   */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `sqlite:./data/segue.sqlite`, `sqlite::memory:` or `postgres://…`. */
  readonly url: string;
  /** Is told of each recorded event after its commit, in order; never of one that was rolled back. Must not throw. */
  readonly announce?: (event: RecordedEvent) => void;
  /** Is told after each commit that added jobs. Must not throw. */
  readonly onJobsAdded?: () => void;
  /** Is told of a connection to the database server that broke while nobody used it; the next call opens another. */
  readonly onIdleError?: (error: Error) => void;
  readonly clock?: Clock;
  /** Is called in place of every statement, begin, commit and rollback: for tests that kill or delay. */
  readonly aroundStatement?: AroundStatement;
  /** How long `close` waits for the calls under way. */
  readonly drainMs?: number;
  /** The schema to bring about, for tests. */
  readonly schemaMigrations?: readonly SchemaMigration[];
}

// Shorter than the ten seconds after which process supervisors kill.
const defaultDrainMs = 5_000;

/**
 * Opens the database, makes its file where there is none, and brings its schema up to date.
 *
 * @throws NewerSchemaError when a newer release has been at work on it
 * @throws RangeError when the URL names neither SQLite nor PostgreSQL
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { clock = systemClock, schemaMigrations = ourSchemaMigrations } = options;
  const engine = await openEngine(options);
  const database = new Database({
    engine,
    announce: options.announce ?? (() => {}),
    onJobsAdded: options.onJobsAdded ?? (() => {}),
    aroundStatement: options.aroundStatement,
    drainMs: options.drainMs ?? defaultDrainMs,
  });
  try {
    await migrateSchema(database.writer, engine, schemaMigrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    server: engine.server,
    accounts: createAccountsStore(database, clock),
    tenant: createTenantStore(database.outside),
    counters: createAttemptCounters(database.outside),
    oidc: createOidcPayloads(database.outside, clock),
    oldEvents: createOldEvents(database.outside),
    jobQueue: createJobQueue(database.outside),
    isReady: () => database.outside.read((db) => isSchemaUpToDate(db, schemaMigrations)).catch(() => false),
    close: () => database.close(),
  };
}

/** Each engine with its driver is loaded only where it is used. */
async function openEngine({ url, onIdleError }: StoreOptions): Promise<Engine> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./engines/postgres.ts');
    return openPostgres(url, onIdleError ?? (() => {}));
  }
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1];
  // The URL may hold a password: say nothing of it.
  if (path === undefined)
    throw new RangeError('the database URL begins with neither sqlite: nor postgres://');
  const { openSqlite } = await import('./engines/sqlite.ts');
  return openSqlite(path);
}
