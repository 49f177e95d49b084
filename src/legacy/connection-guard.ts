import { isBrokenCircuitError } from 'cockatiel';
import type { LegacyAnswer } from '../accounts/index.ts';
import { systemClock } from '../lib/clock.ts';
import type { GuardLimits, LaneName } from './guard-limits.ts';
import { createLane, type Lane } from './lane.ts';
import type { LegacyCondition } from './legacy-condition.ts';
import { type BreakerNews, createOutageBreaker, type OutageBreaker } from './outage-breaker.ts';
import { type StandInAnswers, secondsUntilProbe, standInAnswers } from './stand-in-answers.ts';
import { watchDeaths } from './watch-deaths.ts';

/** Makes one call to the legacy system for a question; a question may need several, one after the other. */
export type HeardCall = (call: () => Promise<LegacyAnswer>) => Promise<LegacyAnswer>;

/** What stands between us and one legacy user store, for one version of the scripts that ask it. */
export interface ConnectionGuard {
  readonly condition: LegacyCondition;
  /** How long the breaker has not been closed; undefined while it is. */
  readonly openMs: number | undefined;
  /** Asks in a lane, or answers in the legacy system's stead: in time, and at once while it is known to be away. */
  ask(lane: LaneName, question: (heard: HeardCall) => Promise<LegacyAnswer>): Promise<LegacyAnswer>;
  /** A script's process died; any of these inputs, as digests, may have done it. */
  died(inputs: readonly string[]): void;
}

const diesOfEverything =
  'its scripts ended their process again and again, by different inputs: see the script-fault events';

export function createConnectionGuard(
  scriptVersion: string,
  limits: GuardLimits,
  { onOpen, onClose }: BreakerNews,
): ConnectionGuard {
  const lanes = createLanes(limits);
  const breaker = createOutageBreaker(limits, {
    onOpen(reason) {
      for (const lane of Object.values(lanes)) lane.clear();
      onOpen(reason);
    },
    onClose,
  });
  const isPattern = watchDeaths(limits, systemClock.now);
  const instead = standInAnswers(scriptVersion);
  return {
    get condition() {
      return conditionOf(breaker, Object.values(lanes));
    },
    get openMs() {
      return breaker.openMs;
    },
    async ask(name, question) {
      const lane = lanes[name];
      if (!admits(breaker, lane)) return instead.refused(breaker);
      let askedAt = 0;
      try {
        const outcome = await lane.run(() => {
          askedAt = systemClock.now();
          return askUntil(listen(limits.deadlineMs, instead), breaker, question);
        });
        if (outcome.end === 'done') return outcome.value;
        if (outcome.end === 'cleared') return instead.refused(breaker);
        return instead.unanswered(outcome, systemClock.now() - askedAt);
      } catch (error) {
        if (isBrokenCircuitError(error)) return instead.refused(breaker);
        throw error;
      }
    },
    died(inputs) {
      if (isPattern(inputs)) breaker.trip(diesOfEverything);
    },
  };
}

/** Hears whether a question's calls are answered. */
interface Listener {
  readonly heard: HeardCall;
  /** Is fulfilled when one of the calls has had no answer for too long. */
  readonly silence: Promise<LegacyAnswer>;
}

/**
 * Each call has a time of its own, from when it begins: neither what the caller waited before it, nor the calls before
 * it, are silence of the legacy system.
 */
function listen(longestMs: number, { unanswered }: StandInAnswers): Listener {
  const silence = Promise.withResolvers<LegacyAnswer>();
  return {
    silence: silence.promise,
    async heard(call) {
      const fallSilent = (): void =>
        silence.resolve(unanswered({ end: 'deadline', hasBegun: true }, longestMs));
      const timer = setTimeout(fallSilent, longestMs);
      try {
        return await call();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** For the breaker a question is answered when there is silence; for its lane when it ends, since it goes on until then. */
async function askUntil(
  { heard, silence }: Listener,
  breaker: OutageBreaker,
  question: (heard: HeardCall) => Promise<LegacyAnswer>,
): Promise<LegacyAnswer> {
  let asked: Promise<LegacyAnswer> | undefined;
  const ask = (): Promise<LegacyAnswer> => {
    asked = question(heard);
    return Promise.race([asked, silence]);
  };
  try {
    return await breaker.run(ask);
  } finally {
    await asked;
  }
}

function createLanes({ lanes, deadlineMs }: GuardLimits): Readonly<Record<LaneName, Lane>> {
  return {
    logins: createLane(lanes.logins, deadlineMs),
    lookUps: createLane(lanes.lookUps, deadlineMs),
    background: createLane(lanes.background, deadlineMs),
  };
}

/** Where calls that hang hold every place, there is none for the call that would close the breaker. */
function admits({ state, probeAt }: OutageBreaker, { hasPlace }: Lane): boolean {
  return state === 'closed' || (state === 'open' && probeAt <= systemClock.now() && hasPlace);
}

function conditionOf(breaker: OutageBreaker, lanes: readonly Lane[]): LegacyCondition {
  const { state, reason } = breaker;
  return {
    state,
    inFlight: lanes.reduce((sum, lane) => sum + lane.inFlight, 0),
    waiting: lanes.reduce((sum, lane) => sum + lane.waiting, 0),
    ...(reason === undefined ? {} : { reason }),
    ...(state === 'open' ? { retryAfterSeconds: secondsUntilProbe(breaker) } : {}),
  };
}
