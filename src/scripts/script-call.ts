/** The action scripts that an operator may write; the two that every migration needs come first. */
export type ScriptName =
  | 'login'
  | 'get_user'
  | 'verify'
  | 'create'
  | 'change_password'
  | 'change_email'
  | 'delete';

/** The scripts of a connection as one version of it has them. */
export interface ActionScripts {
  /** Changes with every change of a source or of the configuration. */
  readonly version: string;
  readonly sources: Readonly<Partial<Record<ScriptName, string>>>;
  /** Decrypted. Its values never appear in an answer's messages or logs. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Where the scripts may connect to: `host:port` patterns; anywhere that the deployment admits without. */
  readonly egress?: { readonly allow?: readonly string[] };
}

export interface ScriptCall {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly scripts: ActionScripts;
  readonly script: ScriptName;
  /** What stands before the callback: `[email, password]` for `login`, `[email]` for `get_user`. */
  readonly args: readonly string[];
  /** Given to a script that declares one parameter more. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a script did after its answer, or beside it. */
export type ScriptNote = 'callback-twice' | 'late-throw' | 'late-callback';

export interface ScriptLog {
  readonly level: LogLevel;
  readonly text: string;
}

/** Why a script could not be asked, or could not ask its legacy system. */
export type UnavailableReason =
  /** The script's error carries a system or driver connection code. */
  | 'connection-failed'
  /** No answer in time. */
  | 'deadline'
  /** More calls wait than are worth waiting for. */
  | 'queue-full'
  /** No process could be started for it. */
  | 'runner-failed'
  /** The server is stopping. */
  | 'closing';

/** An error of the script's own making, or of its process. Redacted and of bounded length. */
export interface ScriptFault {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
}

/** What came of a call. Every text in it is redacted, but `value` is what the script gave. */
export type ScriptResult =
  /** What the callback or the promise gave: JSON, neither null nor false. A BigInt is its digits. */
  | { readonly answer: 'value'; readonly value: unknown }
  | { readonly answer: 'nothing' }
  | { readonly answer: 'wrong-credentials'; readonly identifier?: string; readonly message: string }
  | { readonly answer: 'refused'; readonly code: string; readonly message: string }
  | {
      readonly answer: 'unavailable';
      readonly reason: UnavailableReason;
      readonly code?: string;
      readonly message?: string;
    }
  | { readonly answer: 'fault'; readonly fault: ScriptFault };

export type ScriptAnswer = ScriptResult & {
  /** From the call to the answer: queue, a cold start and a repetition included. */
  readonly durationMs: number;
  readonly scriptVersion: string;
  /** What the script printed, in order; the last attempt's when a call was repeated. Redacted when they are first read. */
  readonly logs: readonly ScriptLog[];
  readonly notes: readonly ScriptNote[];
};
