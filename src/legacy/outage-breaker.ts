import { CircuitState, circuitBreaker, DelegateBackoff, handleWhenResult, type IBreaker } from 'cockatiel';
import type { LegacyAnswer } from '../accounts/index.ts';
import { systemClock } from '../lib/clock.ts';
import type { GuardLimits } from './guard-limits.ts';

export type BreakerState = 'closed' | 'half-open' | 'open';

/** What a breaker tells of itself, once a change. */
export interface BreakerNews {
  /** The reason is redacted, for the operator. */
  onOpen(reason: string): void;
  onClose(openMs: number): void;
}

/** A circuit breaker that is moved by `unavailable` alone: every other answer proves that somebody is there. */
export interface OutageBreaker {
  readonly state: BreakerState;
  /** Why it is not closed; the last reason of several. */
  readonly reason: string | undefined;
  /** Until when an open one lets nobody through, by the system's clock. */
  readonly probeAt: number;
  /** How long it has not been closed; undefined while it is. */
  readonly openMs: number | undefined;
  /**
   * Asks, and counts the answer. The first to ask after the pause decides for all; whoever asks while that is under way
   * waits for it, so look at `state` before.
   *
   * @throws BrokenCircuitError while it is open
   */
  run(ask: () => Promise<LegacyAnswer>): Promise<LegacyAnswer>;
  /** Opens it, or has the call that is let through fail it. */
  trip(reason: string): void;
}

type Limits = Pick<GuardLimits, 'failuresToOpen' | 'failureWindowMs' | 'pausesMs'>;

interface Verdict {
  readonly hasFailed: boolean;
}

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

// The library reads the machine's clock, and so do we: of two clocks one would say "now" before the other lets through.
const { now } = systemClock;

export function createOutageBreaker(limits: Limits, { onOpen, onClose }: BreakerNews): OutageBreaker {
  let reason: string | undefined;
  let openedAt: number | undefined;
  let probeAt = 0;
  let era = 0; // a call that began before the last change of state says nothing about now
  let tripped = false;
  const failures = failuresInARow(limits);
  const policy = circuitBreaker(
    handleWhenResult((result) => isVerdict(result) && result.hasFailed),
    {
      breaker: { ...failures, failure: (state) => failures.failure(state) || tripped },
      halfOpenAfter: new DelegateBackoff(({ attempt }) => {
        const pauseMs = pauseOf(limits.pausesMs, attempt);
        probeAt = now() + pauseMs;
        return pauseMs;
      }),
    },
  );
  policy.onStateChange(() => {
    era += 1;
    tripped = false;
  });
  policy.onBreak(() => {
    if (openedAt !== undefined) return; // the call that was let through found nobody
    openedAt = now();
    onOpen(reason ?? 'unknown');
  });
  policy.onReset(() => {
    const openMs = now() - (openedAt ?? now());
    openedAt = undefined;
    reason = undefined;
    onClose(openMs);
  });

  const judge = (answer: LegacyAnswer, isOfNow: boolean): Verdict => {
    const isOutage = answer.answer === 'unavailable';
    if (isOfNow && isOutage) reason = answer.reason;
    return { hasFailed: isOfNow && (isOutage || tripped) };
  };

  return {
    get state() {
      return states[policy.state];
    },
    get reason() {
      return openedAt === undefined ? undefined : reason;
    },
    get probeAt() {
      return probeAt;
    },
    get openMs() {
      return openedAt === undefined ? undefined : now() - openedAt;
    },
    async run(ask) {
      const { answer } = await policy.execute(async () => {
        const begunIn = era;
        const given = await ask();
        return { ...judge(given, begunIn === era), answer: given };
      });
      return answer;
    },
    trip(why) {
      if (policy.state === CircuitState.Open) return;
      tripped = true;
      reason = why;
      if (policy.state === CircuitState.Closed) {
        void policy.execute(async (): Promise<Verdict> => ({ hasFailed: true }));
      }
    },
  };
}

function isVerdict(result: unknown): result is Verdict {
  return typeof result === 'object' && result !== null && 'hasFailed' in result;
}

function pauseOf(pausesMs: GuardLimits['pausesMs'], attempt: number): number {
  return pausesMs[attempt - 1] ?? pausesMs.at(-1) ?? pausesMs[0];
}

/** Says when so many failures have come in a row within a time. */
function failuresInARow({ failuresToOpen, failureWindowMs }: Limits): IBreaker {
  let times: readonly number[] = [];
  return {
    state: undefined, // for a breaker that is saved and restored, which ours is not
    success: () => {
      times = [];
    },
    failure: () => {
      const at = now();
      times = [...times.filter((time) => at - time < failureWindowMs), at];
      return times.length >= failuresToOpen;
    },
  };
}
