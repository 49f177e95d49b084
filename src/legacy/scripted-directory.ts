import {
  type Connection,
  type LegacyAnswer,
  type LegacyDirectory,
  parseProfile,
  scriptVersion,
} from '../accounts/index.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { LogLevel, ScriptAnswer, ScriptName, ScriptRunner } from '../scripts/index.ts';
import { createScriptOpener } from './open-scripts.ts';

export interface ScriptedDirectoryNeeds {
  readonly runner: Pick<ScriptRunner, 'run'>;
  readonly sealer: Pick<Sealer, 'open'>;
  /** Takes what scripts print with `console`, redacted, in order. Redacting costs time: only where somebody reads it. */
  onPrint?(line: PrintedLine): void;
}

/** A line that a script printed. */
export interface PrintedLine {
  readonly connectionName: string;
  readonly script: ScriptName;
  readonly level: LogLevel;
  readonly text: string;
}

// Long enough for a restarted database to come back, short enough that a person still waits.
const retryAfterSeconds = 5;

/** A legacy user store behind the connection's action scripts. */
export function createScriptedDirectory({
  runner,
  sealer,
  onPrint,
}: ScriptedDirectoryNeeds): LegacyDirectory {
  const open = createScriptOpener(sealer);

  async function ask(
    connection: Connection,
    script: ScriptName,
    args: readonly string[],
  ): Promise<LegacyAnswer> {
    const opened = open(connection);
    if (opened.is === 'sealed-elsewhere') return lostKey(connection, script, opened.key);
    const { id: connectionId, name: connectionName } = connection;
    const answer = await runner.run({ connectionId, connectionName, scripts: opened.scripts, script, args });
    if (onPrint !== undefined) for (const line of answer.logs) onPrint({ connectionName, script, ...line });
    return understand(connection, script, args, answer);
  }

  return {
    authenticate: (connection, identifier, password) => ask(connection, 'login', [identifier, password]),
    find: (connection, identifier) => ask(connection, 'get_user', [identifier]),
  };
}

function lostKey(connection: Connection, script: ScriptName, key: string): LegacyAnswer {
  return {
    answer: 'fault',
    script,
    reason: `configuration "${key}" was sealed under another SEGUE_SECRET_KEY: set it again`,
    scriptVersion: scriptVersion(connection),
    durationMs: 0,
  };
}

/** What a script's answer says about a user of this connection. */
function understand(
  { options }: Connection,
  script: ScriptName,
  [, password]: readonly string[],
  answer: ScriptAnswer,
): LegacyAnswer {
  const facts = { scriptVersion: answer.scriptVersion, durationMs: answer.durationMs };
  switch (answer.answer) {
    case 'value': {
      const parsed = parseProfile(answer.value, {
        requiresUsername: options.requiresUsername,
        keepUnknownKeys: options.keepUnknownProfileKeys,
        ...(password === undefined ? {} : { password }),
      });
      if (parsed.is === 'valid') return { answer: 'profile', profile: parsed.profile, ...facts };
      return { answer: 'fault', script, reason: `invalid profile: ${parsed.reason}`, ...facts };
    }
    case 'nothing':
      return { answer: 'absent', known: false, ...facts };
    case 'wrong-credentials':
      return { answer: 'absent', known: answer.identifier !== undefined, ...facts };
    case 'refused':
      return { answer: 'refused', code: answer.code, message: answer.message, ...facts };
    case 'unavailable':
      return { answer: 'unavailable', reason: wordsOf(answer), retryAfterSeconds, ...facts };
    case 'fault':
      return { answer: 'fault', script, reason: wordsOf(answer.fault), ...facts };
  }
}

/** An error's name or reason, code and message, as far as the script runner let them through. */
function wordsOf(error: {
  readonly name?: string;
  readonly reason?: string;
  readonly code?: string;
  readonly message?: string;
}): string {
  return [error.name ?? error.reason, error.code, error.message]
    .filter((each) => each !== undefined)
    .join(': ');
}
