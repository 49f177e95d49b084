import { isPlainObject, type JsonObject, type JsonValue } from '../lib/json.ts';
import { contentDigest } from '../lib/keyed-digest.ts';
import type { PasswordRules } from './password-policy.ts';

/** A named user database inside Segue, with or without a legacy user store behind it. */
export interface Connection {
  /** `con_` and 16 letters and digits. */
  readonly id: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly realms: readonly string[];
  readonly isDomainConnection: boolean;
  /** Client ids that may use the connection. */
  readonly enabledClients: readonly string[];
  readonly metadata: JsonObject;
  readonly options: ConnectionOptions;
  /** T of S1: a refusal is answered at the next multiple of this many milliseconds; null while cold. */
  readonly refusalPeriodMs: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An action script's name, as the API has it. Only `login` and `get_user` are ever asked. */
export type ActionScriptName =
  | 'login'
  | 'get_user'
  | 'create'
  | 'verify'
  | 'change_password'
  | 'delete'
  | 'change_email'
  | 'change_username';

/** What an operator decides about a connection. */
export interface ConnectionOptions {
  /** "Import Users": users move here at their first login. */
  readonly importMode: boolean;
  readonly enabledDatabaseCustomization: boolean;
  readonly customScripts: Readonly<Partial<Record<ActionScriptName, string>>>;
  /** Sealed, value by value; `legacy/` opens them for the scripts. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly requiresUsername: boolean;
  readonly bruteForceProtection: boolean;
  readonly disableSignup: boolean;
  /** Put before every legacy id, where two legacy user stores count from one (S8). */
  readonly legacyIdPrefix: string;
  /** Whether profile keys that we do not know go to `user_metadata` instead of being refused. */
  readonly keepUnknownProfileKeys: boolean;
  /** What is asked of new passwords: our reading of the options in `other` that Auth0 has for it. */
  readonly passwordRules: PasswordRules;
  /** Options as the clients of the API sent them, for whom we keep them: those about passwords, and those unknown to us. */
  readonly other: JsonObject;
}

/** The script names without which import mode cannot be switched on. */
export const scriptsForMigration = ['login', 'get_user'] as const satisfies readonly ActionScriptName[];

/** Which of the scripts that migration needs are missing (or blank). */
export function missingScripts(options: ConnectionOptions): readonly ActionScriptName[] {
  return scriptsForMigration.filter((name) => (options.customScripts[name] ?? '').trim() === '');
}

/** Whether users are migrated on this connection: both switches on and both scripts there. */
export function isMigrationActive({ options }: Pick<Connection, 'options'>): boolean {
  return options.importMode && options.enabledDatabaseCustomization && missingScripts(options).length === 0;
}

/**
 * `options.egress.allow`, where the scripts may connect to: its patterns as they stand; undefined: everywhere; null: what
 * stands there is no list.
 */
export function egressAllowOf({
  options,
}: Pick<Connection, 'options'>): readonly JsonValue[] | null | undefined {
  const { egress } = options.other;
  if (egress === undefined || egress === null) return undefined;
  const allow = isPlainObject(egress) ? egress['allow'] : undefined;
  return Array.isArray(allow) ? allow : null;
}

/** Names the exact scripts, configuration and egress that a call ran with; changes with any of them. */
export function scriptVersion({ options }: Pick<Connection, 'options'>): string {
  const { customScripts, configuration, other } = options;
  const reach = other['egress'] === undefined ? [] : [other['egress']];
  return contentDigest(JSON.stringify([customScripts, configuration, ...reach])).slice(0, 12);
}
