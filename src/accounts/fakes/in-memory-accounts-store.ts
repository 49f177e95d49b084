import { AsyncLocalStorage } from 'node:async_hooks';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { AccountsRepositories, AccountsStore } from '../accounts-store.ts';
import type { RecordedEvent } from '../event.ts';
import type { StoredJob } from '../jobs.ts';
import { inMemoryConnections } from './in-memory-connections.ts';
import { inMemoryDoubtfulUsers } from './in-memory-doubtful-users.ts';
import { inMemoryEvents } from './in-memory-events.ts';
import { inMemoryJobs } from './in-memory-jobs.ts';
import { inMemoryPasswordHashes } from './in-memory-password-hashes.ts';
import { copyState, emptyState, type State, type StateAccess } from './in-memory-state.ts';
import { inMemoryStatistics } from './in-memory-statistics.ts';
import { inMemoryTickets } from './in-memory-tickets.ts';
import { inMemoryTombstones } from './in-memory-tombstones.ts';
import { inMemoryUsers } from './in-memory-users.ts';

/** An `AccountsStore` that lives as long as the test, and keeps the port's contract. */
export interface InMemoryAccountsStore extends AccountsStore {
  /** Gives a user one more session, as a login would. */
  addSession(userId: string): Promise<void>;
  countSessions(userId: string): Promise<number>;
  /** What the tenant's store does to connections when it deletes a client. */
  forgetClient(clientId: string): Promise<void>;
  /** The jobs that nobody has taken, for nobody takes jobs here: in the order in which they were added. */
  pendingJobs(): Promise<readonly StoredJob[]>;
}

export interface InMemoryAccountsStoreOptions {
  readonly clock?: Clock;
  readonly announce?: (event: RecordedEvent) => void;
  readonly onJobsAdded?: () => void;
}

/**
 * Makes an empty store. A transaction works on a copy of the state, which takes the place of the old one at its
 * commit; writers wait for each other, readers for nobody.
 */
export function createInMemoryAccountsStore(
  options: InMemoryAccountsStoreOptions = {},
): InMemoryAccountsStore {
  const { clock = systemClock, announce = () => {}, onJobsAdded = () => {} } = options;
  const transactions = inMemoryTransactions(emptyState());
  const { outside } = transactions;
  return {
    ...repositories(outside, clock, { announce, onJobsAdded }),
    transact: async (work) => {
      const events: RecordedEvent[] = [];
      let addsJobs = false;
      const answer = await transactions.run((inside) =>
        work(
          repositories(inside, clock, {
            announce: (event) => events.push(event),
            onJobsAdded: () => {
              addsJobs = true;
            },
          }),
        ),
      );
      for (const event of events) announce(event);
      if (addsJobs) onJobsAdded();
      return answer;
    },
    pendingJobs: () => outside.read((state) => [...state.jobs.values()].map(({ job }) => job)),
    addSession: (userId) =>
      outside.write((state) => {
        state.sessions.set(userId, (state.sessions.get(userId) ?? 0) + 1);
      }),
    countSessions: (userId) => outside.read((state) => state.sessions.get(userId) ?? 0),
    forgetClient: (clientId) =>
      outside.write((state) => {
        for (const connection of state.connections.values()) {
          const enabledClients = connection.enabledClients.filter((each) => each !== clientId);
          state.connections.set(connection.id, { ...connection, enabledClients });
        }
      }),
  };
}

function repositories(
  access: StateAccess,
  clock: Clock,
  { announce, onJobsAdded }: Required<Pick<InMemoryAccountsStoreOptions, 'announce' | 'onJobsAdded'>>,
): AccountsRepositories {
  return {
    users: inMemoryUsers(access),
    passwordHashes: inMemoryPasswordHashes(access),
    tombstones: inMemoryTombstones(access),
    connections: inMemoryConnections(access),
    sessions: {
      endAll: (userId) =>
        access.write((state) => {
          state.sessions.delete(userId);
        }),
    },
    events: inMemoryEvents(access, clock, announce),
    tickets: inMemoryTickets(access),
    jobs: inMemoryJobs(access, clock, onJobsAdded),
    doubtfulUsers: inMemoryDoubtfulUsers(access),
    statistics: inMemoryStatistics(access),
  };
}

function inMemoryTransactions(initial: State): {
  outside: StateAccess;
  run<T>(work: (inside: StateAccess) => Promise<T>): Promise<T>;
} {
  const place = new AsyncLocalStorage<{ open: boolean }>();
  let committed = initial;
  let last: Promise<unknown> = Promise.resolve();
  const assertOutside = (): void => {
    if (place.getStore()?.open === true)
      throw new Error('inside transact, call the repositories that it hands in, not the store');
  };
  const runAlone = async <T>(work: (inside: StateAccess) => Promise<T>): Promise<T> => {
    const draft = copyState(committed);
    const transaction = { open: true };
    const access = async <A>(use: (state: State) => A): Promise<A> => {
      if (!transaction.open) throw new Error('this transaction has ended');
      return use(draft);
    };
    try {
      const answer = await place.run(transaction, () => work({ read: access, write: access }));
      committed = draft;
      return answer;
    } finally {
      transaction.open = false;
    }
  };
  const run = async <T>(work: (inside: StateAccess) => Promise<T>): Promise<T> => {
    assertOutside();
    const answer = last.then(() => runAlone(work));
    last = answer.catch(() => {});
    return answer;
  };
  const read = async <T>(use: (state: State) => T): Promise<T> => {
    assertOutside();
    return use(committed);
  };
  return { outside: { read, write: (use) => run((inside) => inside.write(use)) }, run };
}
