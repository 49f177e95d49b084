import type { ScriptCall, ScriptLog, ScriptNote, UnavailableReason } from './script-call.ts';
import type { SecretIndex } from './secret-index.ts';
import type { WireAnswer } from './wire.ts';

/** Why a runner process ended that should not have. */
export type DeathCause =
  | 'blocked'
  | 'memory'
  /** More of them than Node makes. */
  | 'threads'
  /** The script called `process.exit`. */
  | 'exit'
  /** It sent a line that no runner sends. */
  | 'protocol'
  /** Anything else: a signal, a native crash. */
  | 'crash';

/** What came of running a call once. */
export type Attempt = AttemptEnd & {
  readonly logs: readonly ScriptLog[];
  /** What other calls brought into its process; nothing when it was in none. */
  readonly overheard?: readonly SecretIndex[];
};

export type AttemptEnd =
  | { readonly end: 'answer'; readonly answer: WireAnswer; readonly notes: readonly ScriptNote[] }
  | { readonly end: 'unavailable'; readonly reason: UnavailableReason }
  | {
      readonly end: 'death';
      readonly cause: DeathCause;
      /** The death is this call's, for certain: it was named, or nothing else ever ran in the process. */
      readonly guilt: 'certain' | 'possible' | 'none';
      /** While it was on board, connections of its process carried bytes: the legacy system may have heard of it. */
      readonly wasHeard: boolean;
    };

/** A call on its way: in a queue, then in a process. `finish` is called exactly once. */
export interface PendingCall {
  readonly call: ScriptCall;
  finish(attempt: Attempt): void;
}

/** V8 aborts when its heap is full; a SIGKILL that is not ours is the kernel's, out of memory. */
export function causeOfDeath(signal: string | null): DeathCause {
  return signal === 'SIGABRT' || signal === 'SIGKILL' ? 'memory' : 'crash';
}

/** An answer that the server gives in the script's stead: an error of the script's with our own code. */
export function faultEnd(code: string, message: string): AttemptEnd {
  const error = { kind: 'thrown', name: 'ScriptFault', code, message, codes: [] } as const;
  return { end: 'answer', answer: { kind: 'error', error }, notes: [] };
}
