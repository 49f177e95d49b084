import { type ConnectionOptions, egressAllowOf, missingScripts, scriptsForMigration } from './connection.ts';
import { hasControlCharacters } from './identifier.ts';

/** Port: whether the source of an action script can be read as one. Nothing of it is run. */
export type CheckScript = (
  source: string,
  script: (typeof scriptsForMigration)[number],
) =>
  | { readonly ok: true }
  /** The line counts from 1. */
  | { readonly ok: false; readonly message: string; readonly line?: number };

/** Port: why a text is no `host:port` pattern of where scripts may connect to; undefined when it is one. */
export type CheckEgressPattern = (pattern: string) => string | undefined;

/** What is asked about the scripts of a connection before it may have them. */
export interface ScriptChecks {
  readonly checkScript: CheckScript;
  readonly checkEgressPattern: CheckEgressPattern;
}

// More hosts than any legacy system has.
const mostEgressPatterns = 100;

/** Why a connection cannot have these options; each is the operator's to mend. */
export type OptionsFault =
  /** Import mode without what migration needs: the options that are missing, by their names in the API. */
  | { readonly outcome: 'migration-incomplete'; readonly missing: readonly string[] }
  | { readonly outcome: 'invalid-script'; readonly script: string; readonly reason: string }
  | { readonly outcome: 'invalid'; readonly reason: string };

/** The first fault in a connection's options. Scripts that are kept but never asked are not looked at. */
export function faultInOptions(
  options: ConnectionOptions,
  { checkScript, checkEgressPattern }: ScriptChecks,
): OptionsFault | undefined {
  const missing = missingForMigration(options);
  if (missing.length > 0) return { outcome: 'migration-incomplete', missing };
  if (hasControlCharacters(options.legacyIdPrefix)) {
    return { outcome: 'invalid', reason: 'segue.legacy_id_prefix contains a control character' };
  }
  for (const script of scriptsForMigration) {
    const source = options.customScripts[script] ?? '';
    const check = source.trim() === '' ? { ok: true as const } : checkScript(source, script);
    if (!check.ok) return { outcome: 'invalid-script', script, reason: withLine(check) };
  }
  const reason = faultInEgress(options, checkEgressPattern);
  return reason === undefined ? undefined : { outcome: 'invalid', reason };
}

function faultInEgress(options: ConnectionOptions, check: CheckEgressPattern): string | undefined {
  const allow = egressAllowOf({ options });
  if (allow === undefined) return undefined;
  if (allow === null || allow.length > mostEgressPatterns) {
    return `options.egress must be { allow: ["host:port", …] } with at most ${mostEgressPatterns} patterns`;
  }
  for (const pattern of allow) {
    const why = typeof pattern === 'string' ? check(pattern) : 'A pattern is a text.';
    if (why !== undefined) return `options.egress.allow: ${why}`;
  }
  return undefined;
}

function missingForMigration(options: ConnectionOptions): readonly string[] {
  if (!options.importMode) return [];
  const scripts = missingScripts(options).map((name) => `customScripts.${name}`);
  return options.enabledDatabaseCustomization ? scripts : ['enabledDatabaseCustomization', ...scripts];
}

function withLine({ message, line }: { readonly message: string; readonly line?: number }): string {
  return line === undefined ? message : `line ${line}: ${message}`;
}
