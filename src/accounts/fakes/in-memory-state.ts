import type { Connection } from '../connection.ts';
import type { RecordedEvent } from '../event.ts';
import type { Tombstone } from '../tombstone.ts';
import type { User } from '../user.ts';

/** What the in-memory store holds at one instant. The values are replaced, never changed. */
export interface State {
  readonly users: Map<string, User>;
  readonly passwordHashes: Map<string, string>;
  readonly tombstones: Map<string, Tombstone>;
  readonly connections: Map<string, Connection>;
  /** Names of deleted connections, by the subjects that they gave out. */
  readonly retired: Map<string, string>;
  readonly events: Map<string, RecordedEvent>;
  /** How many sessions a user has. */
  readonly sessions: Map<string, number>;
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
    tombstones: new Map(),
    connections: new Map(),
    retired: new Map(),
    events: new Map(),
    sessions: new Map(),
  };
}

/** A state that can be changed without the other one noticing. */
export function copyState(state: State): State {
  return {
    users: new Map(state.users),
    passwordHashes: new Map(state.passwordHashes),
    tombstones: new Map(state.tombstones),
    retired: new Map(state.retired),
    connections: new Map(state.connections),
    events: new Map(state.events),
    sessions: new Map(state.sessions),
  };
}

/** A copy such as a database gives back: through JSON, and sharing nothing with the original. */
export function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Removes a user with all that is theirs. */
export function removeUser(state: State, userId: string): boolean {
  state.passwordHashes.delete(userId);
  state.sessions.delete(userId);
  return state.users.delete(userId);
}

/** The order of texts by code point, as the databases compare them; `<` compares UTF-16 units. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
