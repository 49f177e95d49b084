/**
 * The store: everything that Segue keeps, in SQLite inside this process or in PostgreSQL. One schema, one set of
 * repositories; `engines/` holds what differs. It implements the ports of `accounts/` and `tenant/`, whose contract
 * suites say what it must do, is the queue that `jobs/` works through, and keeps what the token endpoint hands it
 * without looking inside. It decides nothing: no rule about users lives here. Knows nothing of HTTP, mail, scripts or
 * the environment.
 */
export type { StoredAttemptCounters } from './attempt-counters.ts';
export type { ClaimedJob, JobQueue } from './job-queue.ts';
export { NewerSchemaError } from './migrate-schema.ts';
export type { AroundStatement, StatementKind } from './observed-dialect.ts';
export type { FoundOidcPayload, OidcPayload, OidcPayloads } from './oidc-payload.ts';
export { openStore, type Store, type StoreOptions } from './open-store.ts';
export { StoreMisuse } from './scope.ts';
