import type { Clock } from '../lib/clock.ts';
import { callAt } from './call-at.ts';
import type { AttemptEnd } from './job-handlers.ts';

/** Tells of jobs that were put back: the first at once, of all that follow no more than once a minute. */
export interface FailureReport {
  note(end: AttemptEnd): void;
  /** Tells what is left to tell. */
  close(): void;
}

export interface Failures {
  /** The latest. */
  readonly last: AttemptEnd;
  /** How many there were since the last time that this was told. */
  readonly count: number;
}

// In an outage a thousand letters fail within seconds, and again at each attempt.
const pauseMs = 60_000;

interface Trouble {
  last: AttemptEnd;
  untold: number;
  cancel: () => void;
}

/** Those alike, in their kind of job and in what is to be done about them, are told as one. */
export function createFailureReport(clock: Clock, tell: (failures: Failures) => void): FailureReport {
  const troubles = new Map<string, Trouble>();

  function tellLater(key: string, trouble: Trouble): void {
    trouble.cancel = callAt(clock, clock.now() + pauseMs, () => {
      if (trouble.untold === 0) troubles.delete(key);
      else {
        tellOf(trouble);
        tellLater(key, trouble);
      }
    });
  }

  function tellOf(trouble: Trouble): void {
    tell({ last: trouble.last, count: trouble.untold });
    trouble.untold = 0;
  }

  return {
    note(end) {
      if (end.end !== 'put-back') return;
      const key = `${end.kind} ${end.advice}`;
      const known = troubles.get(key);
      if (known !== undefined) {
        known.last = end;
        known.untold += 1;
        return;
      }
      const trouble: Trouble = { last: end, untold: 1, cancel: () => {} };
      troubles.set(key, trouble);
      tellOf(trouble);
      tellLater(key, trouble);
    },
    close() {
      for (const trouble of troubles.values()) {
        trouble.cancel();
        if (trouble.untold > 0) tellOf(trouble);
      }
      troubles.clear();
    },
  };
}
