import {
  type Connection,
  type LegacyAnswer,
  type LegacyDirectory,
  parseProfile,
  scriptVersion,
} from '../accounts/index.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { ScriptAnswer, ScriptCall, ScriptName, ScriptRunner } from '../scripts/index.ts';

export interface ScriptedDirectoryNeeds {
  readonly runner: Pick<ScriptRunner, 'run'>;
  readonly sealer: Pick<Sealer, 'open'>;
}

// Long enough for a restarted database to come back, short enough that a person still waits.
const retryAfterSeconds = 5;

/** A legacy user store behind the connection's action scripts. */
export function createScriptedDirectory(needs: ScriptedDirectoryNeeds): LegacyDirectory {
  return {
    authenticate: (connection, identifier, password) =>
      ask(needs, connection, 'login', [identifier, password]),
    find: (connection, identifier) => ask(needs, connection, 'get_user', [identifier]),
  };
}

async function ask(
  { runner, sealer }: ScriptedDirectoryNeeds,
  connection: Connection,
  script: ScriptName,
  args: readonly string[],
): Promise<LegacyAnswer> {
  const configuration = openConfiguration(sealer, connection);
  const version = scriptVersion(connection);
  if ('sealedElsewhere' in configuration) {
    return {
      answer: 'fault',
      script,
      reason: `configuration "${configuration.sealedElsewhere}" was sealed under another SEGUE_SECRET_KEY: set it again`,
      scriptVersion: version,
      durationMs: 0,
    };
  }
  const { login, get_user } = connection.options.customScripts;
  const call: ScriptCall = {
    connectionId: connection.id,
    connectionName: connection.name,
    scripts: {
      version,
      sources: { ...(login === undefined ? {} : { login }), ...(get_user === undefined ? {} : { get_user }) },
      configuration: configuration.opened,
    },
    script,
    args,
  };
  return understand(connection, script, args, await runner.run(call));
}

function openConfiguration(
  sealer: Pick<Sealer, 'open'>,
  connection: Connection,
): { readonly opened: Readonly<Record<string, string>> } | { readonly sealedElsewhere: string } {
  const opened: Record<string, string> = {};
  for (const [key, sealed] of Object.entries(connection.options.configuration)) {
    const plain = sealer.open(sealed, {
      table: 'connections',
      row: connection.id,
      field: 'configuration',
      key,
    });
    if (plain === undefined) return { sealedElsewhere: key };
    opened[key] = plain;
  }
  return { opened };
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
