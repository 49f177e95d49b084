import type { ConnectFailure } from './egress/open-connection.ts';
import type { ResolvedAddress, WantedFamily } from './egress/resolve-host.ts';
import type { DnsRecord, RecordType } from './egress/resolve-records.ts';
import type { LogLevel, ScriptName, ScriptNote } from './script-call.ts';

/** What the server says on the control channel; the runner trusts it. */
export type ServerMessage =
  | PrepareMessage
  | LoadMessage
  | CallMessage
  | { readonly type: 'abandon'; readonly id: number }
  | { readonly type: 'ping' }
  | EgressAnswer;

/** The first line: what a process can get ready before it is known whose it will be. */
export interface PrepareMessage {
  readonly type: 'prepare';
  readonly moduleFolders: readonly string[];
  /** Where the process finds the sockets that lead out of it. */
  readonly egressFolder: string;
}

/** The second line, answered by `ready`. */
export interface LoadMessage {
  readonly type: 'load';
  readonly protocol: number;
  readonly sources: Readonly<Partial<Record<string, string>>>;
  readonly configuration: Readonly<Record<string, string>>;
}

export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly script: ScriptName;
  readonly args: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What came of a request for the way out. */
export type EgressAnswer =
  /** Connected to this address: the socket of this name leads there. */
  | {
      readonly type: 'egress-opened';
      readonly id: number;
      readonly socket: string;
      readonly address: string;
      readonly port: number;
    }
  | {
      readonly type: 'egress-failed';
      readonly id: number;
      readonly syscall: 'connect' | 'getaddrinfo';
      readonly failures: readonly ConnectFailure[];
    }
  /** The far side broke an open connection off. */
  | { readonly type: 'egress-broken'; readonly id: number; readonly code: string }
  | { readonly type: 'resolved'; readonly id: number; readonly addresses: readonly ResolvedAddress[] }
  | { readonly type: 'queried'; readonly id: number; readonly records: readonly DnsRecord[] };

/** What the runner says; hostile until {@link import('./read-runner-message.ts').readRunnerMessage} has read it. */
export type RunnerMessage =
  | { readonly type: 'ready'; readonly protocol: number }
  | AnswerMessage
  | LogMessage
  | { readonly type: 'note'; readonly id: number; readonly note: ScriptNote }
  | ExitMessage
  | EgressMessage
  | ResolveMessage
  | QueryMessage
  | { readonly type: 'egress-close'; readonly id: number }
  /** An exception that no call caught; `unclaimed`: nobody knows which call it belonged to. */
  | { readonly type: 'retire'; readonly unclaimed: boolean }
  | { readonly type: 'pong'; readonly rss: number };

export type AnswerMessage = {
  readonly type: 'answer';
  readonly id: number;
  readonly notes: readonly ScriptNote[];
} & WireAnswer;

export type WireAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'error'; readonly error: WireError };

export interface LogMessage {
  readonly type: 'log';
  readonly id: number;
  readonly level: LogLevel;
  readonly text: string;
}

/** The script asked for the end of its process; null when it did so outside of any call. */
export interface ExitMessage {
  readonly type: 'exit';
  readonly id: number | null;
}

/** Asks for a connection. The ids of this and of the next two messages are one series, and rise. */
export interface EgressMessage {
  readonly type: 'egress';
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly family: WantedFamily;
}

/** Asks for the addresses of a name. */
export interface ResolveMessage {
  readonly type: 'resolve';
  readonly id: number;
  readonly host: string;
  readonly family: WantedFamily;
}

/** Asks DNS for the records of a name. */
export interface QueryMessage {
  readonly type: 'query';
  readonly id: number;
  readonly host: string;
  readonly recordType: RecordType;
}

export type WireError =
  | { readonly kind: 'wrong-credentials'; readonly message: string; readonly identifier?: string }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string }
  | {
      readonly kind: 'thrown';
      readonly name: string;
      readonly message: string;
      readonly code?: string;
      /** Names and codes of the error and of its causes. */
      readonly codes: readonly string[];
    };
