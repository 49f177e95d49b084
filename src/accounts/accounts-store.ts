import type { Connection } from './connection.ts';
import type { DoubtfulUsers } from './doubtful-user.ts';
import type { AccountEvent, EventKind, RecordedEvent } from './event.ts';
import type { IdentifierKey } from './identifier.ts';
import type { Jobs } from './jobs.ts';
import type { Statistics } from './statistics.ts';
import type { Ticket } from './ticket.ts';
import type { Tombstone } from './tombstone.ts';
import type { User, UserChanges } from './user.ts';
import type { UserFilter } from './user-filter.ts';

/**
 * Port: everything that accounts keeps. Outside `transact` each call is a transaction of its own. Inside, all calls on
 * `tx` take effect together or not at all; a call on `tx` after the work has ended throws. No transaction is held
 * across a hash or a script call. Events recorded in a transaction are announced (log line, counter) after its commit.
 */
export interface AccountsStore extends AccountsRepositories {
  /**
   * Runs the work in one transaction and returns its answer; rolls back and rethrows when it throws. The work may run
   * again from the start when the database reports a serialisation failure or a deadlock, so it has no other effects.
   */
  transact<T>(work: (tx: AccountsRepositories) => Promise<T>): Promise<T>;
}

export interface AccountsRepositories {
  readonly users: Users;
  readonly passwordHashes: PasswordHashes;
  readonly tombstones: Tombstones;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly events: Events;
  readonly tickets: Tickets;
  readonly jobs: Jobs;
  readonly doubtfulUsers: DoubtfulUsers;
  readonly statistics: Statistics;
}

/** What a login needs to know of a user, read at once. */
export interface StoredCredentials {
  readonly user: User;
  /** A PHC string; null for a user without a password. */
  readonly passwordHash: string | null;
}

/** The unique key that stood in the way of a write. */
export type TakenKey = 'user_id' | 'email' | 'username';

export type WriteOutcome = { readonly done: true } | { readonly done: false; readonly taken: TakenKey };

export interface Users {
  find(userId: string): Promise<User | undefined>;
  /**
   * Finds a user to decide on a change or a deletion by what it is now: inside `transact`, nobody else changes or deletes
   * it before the transaction ends. Whoever comes second finds what the first one has left.
   */
  findToChange(userId: string): Promise<User | undefined>;
  /** By email or username: one unique index holds both (S17). */
  findByIdentifier(connectionId: string, key: IdentifierKey): Promise<User | undefined>;
  findCredentials(connectionId: string, key: IdentifierKey): Promise<StoredCredentials | undefined>;
  /** In every connection, by creation. */
  findByEmail(email: IdentifierKey): Promise<readonly User[]>;
  /** Unique keys decide between writers: the loser gets the key that was taken, and nothing is written. */
  insert(user: User, passwordHash: string | null): Promise<WriteOutcome>;
  /**
   * Writes the changes and moves `updatedAt` to `at`. A change of `email`, `username` or `blocked` raises
   * `credentialVersion`. `undefined` when there is no such user.
   */
  update(
    userId: string,
    changes: UserChanges,
    at: number,
  ): Promise<(WriteOutcome & { readonly user?: User }) | undefined>;
  /** Counts a login of a user whose credential version is still the one given; false when it is not (S6). */
  recordLogin(
    userId: string,
    login: { at: number; ip: string | null; credentialVersion: number },
  ): Promise<boolean>;
  /** Removes the user with its password hash; false when there was none. */
  delete(userId: string): Promise<boolean>;
  /** @throws SearchTookTooLong when it looks at more users than it can within a useful time */
  list(query: UserQuery): Promise<UserPage>;
}

/**
 * A page of users: newest last, by id where it is read by checkpoint, or as it is sorted. With a filter and without an
 * order, in one of the store's own, the same each time.
 */
export interface UserQuery {
  readonly connectionId?: string;
  readonly filter?: UserFilter;
  /** Only users whose `userId` is greater: paging by checkpoint. */
  readonly afterUserId?: string;
  readonly offset: number;
  readonly limit: number;
  readonly sort?: {
    readonly by: UserOrder;
    readonly direction: 'asc' | 'desc';
  };
  readonly withTotal: boolean;
}

/** What users can be sorted by: what is nothing comes before what is something, equals are in the order of their ids. */
export type UserOrder =
  | 'created_at'
  | 'updated_at'
  | 'last_login'
  | 'logins_count'
  | 'user_id'
  | 'email'
  | 'username'
  | 'name'
  | 'nickname'
  | 'given_name'
  | 'family_name';

export interface UserPage {
  readonly users: readonly User[];
  /**
   * All users of the connection, or of all of them, as kept with every write; with a filter those who match, counted up to
   * `mostFound`. Only where asked for.
   */
  readonly total?: number;
}

export interface PasswordHashes {
  find(userId: string): Promise<string | undefined>;
  /**
   * Sets a new password's hash, moves `lastPasswordChangeAt` and raises `credentialVersion`. The replaced hash is kept
   * among the former ones, the newest `mostFormerPasswords` of them.
   */
  replace(userId: string, passwordHash: string, at: number): Promise<boolean>;
  /** Rehash: only while the stored hash is still the old one; false otherwise, nothing else moves (S6). */
  compareAndSet(userId: string, oldHash: string, newHash: string): Promise<boolean>;
  /** The hashes of passwords that were replaced, the newest first. */
  former(userId: string, limit: number): Promise<readonly string[]>;
}

export interface Tombstones {
  insert(tombstone: Tombstone): Promise<void>;
  find(id: string): Promise<Tombstone | undefined>;
  /** All tombstones on this `user_id` (any connection), and on one of these keys in this connection; newest first. */
  findAllOn(
    connectionId: string,
    on: { userId: string; keys: readonly IdentifierKey[] },
  ): Promise<readonly Tombstone[]>;
  /**
   * The name of the deleted connection that had given out this subject: only a connection of that name may give it out
   * again (S8).
   */
  retiredFrom(userId: string): Promise<string | undefined>;
  setState(id: string, state: Tombstone['state']): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** By id. */
  list(query: TombstoneQuery): Promise<{ tombstones: readonly Tombstone[]; total: number }>;
}

/** A page of tombstones: of all, or of those to which everything applies that is given. */
export interface TombstoneQuery extends Partial<Pick<Tombstone, 'connectionId' | 'userId' | 'state'>> {
  /** The email or username on which it stands. */
  readonly key?: IdentifierKey;
  readonly offset: number;
  readonly limit: number;
}

export interface Connections {
  find(id: string): Promise<Connection | undefined>;
  /** Finds one to decide on a change by what it is now: inside `transact`, nobody else changes or deletes it meanwhile. */
  findToChange(id: string): Promise<Connection | undefined>;
  findByName(name: string): Promise<Connection | undefined>;
  /** The first by id of those enabled for this client whose name, or one of whose realms, is the one given. */
  findForClient(clientId: string, realm: string): Promise<Connection | undefined>;
  /** False when the name is taken. */
  insert(connection: Connection): Promise<boolean>;
  update(
    id: string,
    changes: Partial<Omit<Connection, 'id' | 'name' | 'createdAt'>>,
  ): Promise<Connection | undefined>;
  /** Removes the connection with its users, hashes and tombstones; all their subjects retire. */
  delete(id: string): Promise<boolean>;
  /** All connections, by id. A deployment has few of them. */
  list(): Promise<readonly Connection[]>;
}

/** What a login left behind: sessions, refresh families, codes. */
export interface Sessions {
  /** Ends all of a user's (S12). */
  endAll(userId: string): Promise<void>;
}

export interface Events {
  record(event: AccountEvent): Promise<RecordedEvent>;
  find(id: string): Promise<RecordedEvent | undefined>;
  list(query: EventQuery): Promise<{ events: readonly RecordedEvent[]; total?: number }>;
}

/** Events of a kind: all of them, or those of which a fact is, or is not, one of some values. */
export type SomeOfKind =
  | EventKind
  | {
      readonly kind: EventKind;
      readonly fact: string;
      readonly is: 'among' | 'not among';
      readonly values: readonly (string | number | null)[];
    };

export interface EventQuery {
  readonly userId?: string;
  readonly kinds?: readonly SomeOfKind[];
  readonly connectionId?: string;
  readonly clientId?: string;
  /** As the connection was named then. Like the next two: looked for in every event of the time. */
  readonly connectionName?: string;
  /** The whole identifier, as it was typed. */
  readonly identifier?: string;
  readonly ip?: string;
  /** At this time or later; before that one. Milliseconds since the Unix epoch. */
  readonly from?: number;
  readonly before?: number;
  /** Paging by checkpoint: events after this id, oldest first. */
  readonly afterId?: string;
  readonly offset: number;
  readonly limit: number;
  readonly direction: 'asc' | 'desc';
  readonly withTotal: boolean;
}

/** Tickets. They go with their user, and with their connection. */
export interface Tickets {
  /** False, and nothing is written, when its connection or its user (in that connection) is not there. */
  insert(ticket: Ticket): Promise<boolean>;
  /** Expired or not. */
  find(id: string): Promise<Ticket | undefined>;
  /** One that has not expired. */
  findByDigest(secretDigest: string, now: number): Promise<Ticket | undefined>;
  /** Removes a ticket that has not expired and returns it: to exactly one of all who try. */
  consume(id: string, now: number): Promise<Ticket | undefined>;
  /**
   * Removes all of a user's, or all for an address in a connection, whoever they are for: a change of password, email or
   * block, or a deletion, makes them void (S11).
   */
  voidAllOf(
    holder: { readonly userId: string } | { readonly connectionId: string; readonly email: string },
  ): Promise<void>;
  /** Removes expired ones, at most so many; says how many there were. */
  deleteExpired(now: number, limit: number): Promise<number>;
}
