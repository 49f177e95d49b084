import { after, before } from 'node:test';
import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { RecordedEvent } from './event.ts';
import { sampleConnection, sampleUser } from './fakes/samples.ts';
import type { User } from './user.ts';

/** What the contract needs of an implementation. */
export interface AccountsStoreFixture {
  /** Empty when it is opened. */
  readonly store: AccountsStore;
  /** The events that were announced, in order. */
  readonly announced: readonly RecordedEvent[];
  /** How often it was told that there are new jobs. */
  jobsAdded(): number;
  /** Gives a user a session, by whatever means the implementation has; `AccountsStore` can only end them. */
  addSession(userId: string): Promise<void>;
  countSessions(userId: string): Promise<number>;
  close(): Promise<void>;
}

export type OpenAccountsStore = () => Promise<AccountsStoreFixture>;

export interface AccountsSuite {
  readonly store: AccountsStore;
  readonly fixture: AccountsStoreFixture;
  /** A connection of the test's own, so that tests of one suite can share a store. */
  newConnection(given?: Partial<Connection>): Promise<Connection>;
  /** A user in the store, in a connection of its own unless one is given. */
  newUser(given?: Partial<User>, passwordHash?: string | null): Promise<User>;
}

/** Opens a store before the tests of the surrounding suite and closes it after them. */
export function openForSuite(open: OpenAccountsStore): AccountsSuite {
  let opened: AccountsStoreFixture | undefined;
  before(async () => {
    opened = await open();
  });
  after(async () => {
    await opened?.close();
  });
  const suite: AccountsSuite = {
    get fixture() {
      if (opened === undefined) throw new Error('the store opens when the tests begin');
      return opened;
    },
    get store() {
      return suite.fixture.store;
    },
    newConnection: async (given) => {
      const connection = sampleConnection(given);
      await suite.store.connections.insert(connection);
      return connection;
    },
    newUser: async (given = {}, passwordHash = null) => {
      const connectionId = given.connectionId ?? (await suite.newConnection()).id;
      const user = sampleUser({ ...given, connectionId });
      await suite.store.users.insert(user, passwordHash);
      return user;
    },
  };
  return suite;
}

/** Runs the work so many times at once. */
export function atOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
