import type { LogLevel, ScriptName, ScriptNote } from './script-call.ts';

/** What the server says on the control channel; the runner trusts it. */
export type ServerMessage =
  | LoadMessage
  | CallMessage
  | { readonly type: 'abandon'; readonly id: number }
  | { readonly type: 'ping' };

export interface LoadMessage {
  readonly type: 'load';
  readonly protocol: number;
  readonly sources: Readonly<Partial<Record<string, string>>>;
  readonly configuration: Readonly<Record<string, string>>;
  readonly moduleFolders: readonly string[];
}

export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly script: ScriptName;
  readonly args: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What the runner says; hostile until {@link import('./read-runner-message.ts').readRunnerMessage} has read it. */
export type RunnerMessage =
  | { readonly type: 'ready'; readonly protocol: number }
  | AnswerMessage
  | LogMessage
  | { readonly type: 'note'; readonly id: number; readonly note: ScriptNote }
  | ExitMessage
  | { readonly type: 'retire'; readonly error?: WireError }
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
