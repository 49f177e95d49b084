import type { Connection } from '../connection.ts';
import type { RecordedEvent } from '../event.ts';
import type { StoredJob } from '../jobs.ts';
import type { Ticket } from '../ticket.ts';
import type { Tombstone } from '../tombstone.ts';
import type { User } from '../user.ts';

/** What the in-memory store holds at one instant. The values are replaced, never changed. */
export interface State {
  readonly users: Map<string, User>;
  readonly passwordHashes: Map<string, string>;
  /** The newest first. */
  readonly formerPasswords: Map<string, readonly string[]>;
  readonly tombstones: Map<string, Tombstone>;
  readonly connections: Map<string, Connection>;
  /** Names of deleted connections, by the subjects that they gave out. */
  readonly retired: Map<string, string>;
  readonly events: Map<string, RecordedEvent>;
  /** How many sessions a user has. */
  readonly sessions: Map<string, number>;
  readonly tickets: Map<string, Ticket>;
  /** The address that each was noted with, and when. */
  readonly doubtfulUsers: Map<string, { readonly email: string; readonly foundAt: number }>;
  readonly jobs: Map<string, { readonly job: StoredJob; readonly dedupeKey: string | undefined }>;
}

/** Runs work on the state: on the committed one, or on a transaction's own. */
export interface StateAccess {
  read<T>(work: (state: State) => T): Promise<T>;
  write<T>(work: (state: State) => T): Promise<T>;
}

/** A store without anything in it. */
export function emptyState(): State {
  return {
    users: new Map(),
    passwordHashes: new Map(),
    formerPasswords: new Map(),
    tombstones: new Map(),
    connections: new Map(),
    retired: new Map(),
    events: new Map(),
    sessions: new Map(),
    tickets: new Map(),
    doubtfulUsers: new Map(),
    jobs: new Map(),
  };
}

/** A state that can be changed without the other one noticing. */
export function copyState(state: State): State {
  return {
    users: new Map(state.users),
    passwordHashes: new Map(state.passwordHashes),
    formerPasswords: new Map(state.formerPasswords),
    tombstones: new Map(state.tombstones),
    retired: new Map(state.retired),
    connections: new Map(state.connections),
    events: new Map(state.events),
    sessions: new Map(state.sessions),
    tickets: new Map(state.tickets),
    doubtfulUsers: new Map(state.doubtfulUsers),
    jobs: new Map(state.jobs),
  };
}

/** A copy such as a database gives back: through JSON, and sharing nothing with the original. */
export function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Removes a user with all that is theirs. */
export function removeUser(state: State, userId: string): boolean {
  state.passwordHashes.delete(userId);
  state.formerPasswords.delete(userId);
  state.sessions.delete(userId);
  state.doubtfulUsers.delete(userId);
  removeTickets(state, (ticket) => ticket.userId === userId);
  return state.users.delete(userId);
}

/** Removes the tickets that fit. */
export function removeTickets({ tickets }: State, fits: (ticket: Ticket) => boolean): number {
  const removed = [...tickets.values()].filter(fits);
  for (const { id } of removed) tickets.delete(id);
  return removed.length;
}

/** The order of texts by code point, as the databases compare them; `<` compares UTF-16 units. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
