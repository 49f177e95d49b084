import type { AttemptEnd, PendingCall } from './attempt.ts';
import type { RecentCalls } from './recent-calls.ts';
import { maxLogCharacters, maxLogLines } from './runner/protocol.mjs';
import type { ScriptLog } from './script-call.ts';
import type { LogMessage } from './wire.ts';

/** A call inside a process, with what it has printed so far. */
export interface Flight {
  readonly pending: PendingCall;
  /** Bytes that connections of its process had carried when it began. */
  readonly carriedBefore: number;
  /** False when the runner sends more than it may. */
  print(line: LogMessage): boolean;
  land(end: AttemptEnd): void;
}

/** Puts a pending call on board of a process, beside others. */
export function startFlight(pending: PendingCall, carriedBefore: number, others: RecentCalls): Flight {
  const logs: ScriptLog[] = [];
  let characters = 0;
  return {
    pending,
    carriedBefore,
    print: ({ level, text }) => {
      characters += text.length;
      if (logs.length >= maxLogLines || characters > maxLogCharacters) return false;
      logs.push({ level, text });
      return true;
    },
    land: (end) => pending.finish({ ...end, logs, overheard: others.secrets }),
  };
}
