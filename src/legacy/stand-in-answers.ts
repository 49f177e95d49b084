import type { LegacyAnswer } from '../accounts/index.ts';
import { systemClock } from '../lib/clock.ts';
import type { LaneEnd } from './lane.ts';
import type { OutageBreaker } from './outage-breaker.ts';

type Unavailable = Extract<LegacyAnswer, { answer: 'unavailable' }>;
type Unanswered = Exclude<LaneEnd<LegacyAnswer>, { end: 'done' | 'cleared' }>;

// Long enough for a crowd to pass, short enough that a person still waits.
const usualSeconds = 5;

/** What is answered in the legacy system's stead. Where it was not asked, the call has no duration. */
export interface StandInAnswers {
  /** Since the breaker is not closed. */
  refused(breaker: OutageBreaker): Unavailable;
  /** Since the call did not end in time, or had to wait too long for that. Where it was asked: for so long. */
  unanswered(end: Unanswered, askedMs: number): Unavailable;
}

export function standInAnswers(scriptVersion: string): StandInAnswers {
  const unavailable = (
    reason: string,
    { retryAfterSeconds = usualSeconds, durationMs = 0 } = {},
  ): Unavailable => ({ answer: 'unavailable', reason, retryAfterSeconds, scriptVersion, durationMs });
  return {
    refused(breaker) {
      if (breaker.state === 'half-open') {
        return unavailable('not asked: the circuit breaker waits for the answer to another call');
      }
      const reason = `not asked: the circuit breaker is open (${breaker.reason})`;
      return unavailable(reason, { retryAfterSeconds: Math.max(1, secondsUntilProbe(breaker)) });
    },
    unanswered(outcome, askedMs) {
      if (outcome.end === 'full') return unavailable('queue-full: as many calls wait as are worth it');
      return outcome.hasBegun
        ? unavailable('deadline: no answer in time', { durationMs: askedMs })
        : unavailable('deadline: the calls before this one took all the time');
    },
  };
}

/** How long an open breaker still lets nobody through; 0: the next call. */
export function secondsUntilProbe({ probeAt }: Pick<OutageBreaker, 'probeAt'>): number {
  return Math.max(0, Math.ceil((probeAt - systemClock.now()) / 1000));
}
