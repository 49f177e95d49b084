import {
  type AccountEvent,
  type Connection,
  type LegacyAnswer,
  type LegacyDirectory,
  scriptVersion,
} from '../accounts/index.ts';
import type { RunnerDeath } from '../scripts/index.ts';
import type { HeardCall } from './connection-guard.ts';
import type { ConnectionGuards } from './connection-guards.ts';
import { inEitherSpelling } from './either-spelling.ts';
import { defaultGuardLimits, type GuardLimits, type LaneName } from './guard-limits.ts';
import type { LegacyCondition } from './legacy-condition.ts';

/** A legacy user store that is never asked too much, and whose outage nobody waits for longer than need be. */
export interface GuardedDirectory extends LegacyDirectory {
  /** For look-ups that nobody waits for: they take no place from who does. */
  readonly inBackground: Pick<LegacyDirectory, 'find'> & {
    /** Any other question, behind the same guard. */
    ask(connection: Connection, question: () => Promise<LegacyAnswer>): Promise<LegacyAnswer>;
  };
  conditionOf(connection: Connection): LegacyCondition;
  /** Of every connection that has been asked of late, by its name. */
  conditions(): Readonly<Record<string, LegacyCondition>>;
  /** A script's process died under its calls (S9). */
  died(death: Pick<RunnerDeath, 'connectionId' | 'scriptVersion' | 'inputs'>): void;
}

export interface GuardedDirectoryOptions extends Partial<GuardLimits> {
  /** Takes the events of the breakers: one when a breaker opens, one when it closes. */
  readonly tell: (event: AccountEvent) => void;
}

const unasked: LegacyCondition = { state: 'closed', inFlight: 0, waiting: 0 };

/**
 * Puts a guard before each connection's legacy user store: a deadline, places for so many calls with a queue before
 * them, and a circuit breaker. It is asked for an identifier in either spelling, each call heard by itself. A new version of the scripts or of their configuration starts with a new guard, and so
 * with a closed breaker.
 */
export function createGuardedDirectory(
  directory: LegacyDirectory,
  { tell, ...differing }: GuardedDirectoryOptions,
): GuardedDirectory {
  let guards: ConnectionGuards | undefined;

  // Loaded by the first question: breaker and places take as long to load as a tenth of the rest of a start.
  async function loadedGuards(): Promise<ConnectionGuards> {
    const { createGuards } = await import('./connection-guards.ts');
    guards ??= createGuards({ ...defaultGuardLimits, ...differing }, tell);
    return guards;
  }

  const askIn = async (
    lane: LaneName,
    connection: Connection,
    question: (heard: HeardCall) => Promise<LegacyAnswer>,
  ): Promise<LegacyAnswer> => (guards ?? (await loadedGuards())).of(connection).ask(lane, question);

  const heardDirectory = (heard: HeardCall): LegacyDirectory => inEitherSpelling(heardBy(heard, directory));

  const findIn =
    (lane: LaneName): LegacyDirectory['find'] =>
    (connection, identifier) =>
      askIn(lane, connection, (heard) => heardDirectory(heard).find(connection, identifier));

  return {
    authenticate: (connection, identifier, password) =>
      askIn('logins', connection, (heard) =>
        heardDirectory(heard).authenticate(connection, identifier, password),
      ),
    find: findIn('lookUps'),
    inBackground: {
      find: findIn('background'),
      ask: (connection, question) => askIn('background', connection, (heard) => heard(question)),
    },
    conditionOf: (connection) =>
      guards?.known(connection.id, scriptVersion(connection))?.condition ?? unasked,
    conditions: () => guards?.conditions() ?? {},
    died: ({ connectionId, scriptVersion, inputs }) =>
      guards?.known(connectionId, scriptVersion)?.died(inputs),
  };
}

function heardBy(heard: HeardCall, legacy: LegacyDirectory): LegacyDirectory {
  return {
    find: (...asked) => heard(() => legacy.find(...asked)),
    authenticate: (...asked) => heard(() => legacy.authenticate(...asked)),
  };
}
