import { describe } from 'node:test';
import type { OpenAccountsStore } from './accounts-store-fixture.contract.ts';
import { connectionsContract } from './connections.contract.ts';
import { doubtfulUsersContract } from './doubtful-users.contract.ts';
import { eventsContract } from './events.contract.ts';
import { formerPasswordsContract } from './former-passwords.contract.ts';
import { jobsContract } from './jobs.contract.ts';
import { passwordHashesContract } from './password-hashes.contract.ts';
import { sessionsContract } from './sessions.contract.ts';
import { statisticsContract } from './statistics.contract.ts';
import { ticketsContract } from './tickets.contract.ts';
import { tombstonesContract } from './tombstones.contract.ts';
import { transactContract } from './transact.contract.ts';
import { usersContract } from './users.contract.ts';
import { usersListContract } from './users-list.contract.ts';
import { usersRacesContract } from './users-races.contract.ts';
import { usersSearchContract } from './users-search.contract.ts';
import { usersTotalsContract } from './users-totals.contract.ts';

/** All that an `AccountsStore` promises. Every implementation runs it. */
export function accountsStoreContract(name: string, open: OpenAccountsStore): void {
  describe(`AccountsStore: ${name}`, () => {
    usersContract(open);
    usersListContract(open);
    usersRacesContract(open);
    usersSearchContract(open);
    usersTotalsContract(open);
    passwordHashesContract(open);
    formerPasswordsContract(open);
    tombstonesContract(open);
    connectionsContract(open);
    sessionsContract(open);
    eventsContract(open);
    ticketsContract(open);
    jobsContract(open);
    doubtfulUsersContract(open);
    statisticsContract(open);
    transactContract(open);
  });
}
