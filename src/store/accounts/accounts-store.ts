import type { AccountsRepositories, AccountsStore } from '../../accounts/index.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Database } from '../database.ts';
import type { Scope } from '../scope.ts';
import { createConnections } from './connections.ts';
import { createDoubtfulUsers } from './doubtful-users.ts';
import { createEvents } from './events.ts';
import { createJobs } from './jobs.ts';
import { createPasswordHashes } from './password-hashes.ts';
import { createSessions } from './sessions.ts';
import { createStatistics } from './statistics.ts';
import { createTickets } from './tickets.ts';
import { createTombstones } from './tombstones.ts';
import { createUsers } from './users.ts';

/** The port of `accounts`, on a database. */
export function createAccountsStore(database: Database, clock: Clock): AccountsStore {
  return {
    ...repositories(database.outside, clock),
    transact: (work) => database.transact((inside) => work(repositories(inside, clock))),
  };
}

function repositories(scope: Scope, clock: Clock): AccountsRepositories {
  return {
    users: createUsers(scope),
    passwordHashes: createPasswordHashes(scope),
    tombstones: createTombstones(scope),
    connections: createConnections(scope),
    sessions: createSessions(scope),
    events: createEvents(scope, clock),
    tickets: createTickets(scope),
    jobs: createJobs(scope, clock),
    doubtfulUsers: createDoubtfulUsers(scope),
    statistics: createStatistics(scope),
  };
}
