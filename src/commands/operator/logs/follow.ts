import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../../lib/json.ts';
import { Unreached } from '../api/explain-trouble.ts';
import { Refusal } from '../api/refusal.ts';
import type { Query, SegueApi } from '../api/segue-api.ts';
import { exitCodes } from '../failure.ts';
import { textAt } from '../show.ts';
import type { Desk } from '../verb.ts';
import { logLine, readLast } from './log-lines.ts';

interface Following {
  readonly query: Query;
  /** How many of the events before are shown first. */
  readonly limit: number;
}

const pollMs = 1_000;
/** After an outage: soon at first, and not so often that a Segue that starts is kept from it. */
const pausesMs = [1_000, 2_000, 5_000];
const longestPauseMs = 10_000;
const pageSize = 100;

/**
 * Shows events as they come, until SIGINT or SIGTERM. Where it went on from is the last event that it has seen: an outage
 * in between loses none.
 *
 * @throws Failure when Segue cannot be reached at first, or refuses
 */
export async function followLogs({ segue, say }: Desk, { query, limit }: Following): Promise<0> {
  const end = endingSignal();
  const show = (event: JsonObject): void => {
    if (say.json) say.record(event);
    else say.line(logLine(say, event));
  };
  try {
    const [newest] = await readLast(segue, 'logs', { limit: 1 });
    const before = limit === 0 ? [] : await readLast(segue, 'logs', { limit, query });
    for (const event of before.toReversed()) show(event);
    let from = idOf(before[0]) ?? idOf(newest);
    while (!end.aborted) {
      const events = await throughOutages(() => readNext(segue, query, from, end), say.note, end);
      for (const event of events) show(event);
      from = idOf(events.at(-1)) ?? from;
      if (events.length < pageSize) await pause(pollMs, end);
    }
  } catch (error) {
    if (!end.aborted) throw error;
  }
  return exitCodes.done;
}

function readNext(
  segue: SegueApi,
  query: Query,
  from: string | undefined,
  end: AbortSignal,
): Promise<readonly JsonObject[]> {
  return segue.getList('logs', { ...query, take: pageSize, from }, end);
}

function idOf(event: JsonObject | undefined): string | undefined {
  return event === undefined ? undefined : textAt(event, 'log_id');
}

/** Repeats until there is an answer, and tells once that there is none, and once that there is. */
async function throughOutages<T>(
  work: () => Promise<T>,
  note: (text: string) => void,
  end: AbortSignal,
): Promise<T> {
  const beganAt = performance.now();
  for (let failures = 0; ; failures += 1) {
    try {
      const result = await work();
      const seconds = ((performance.now() - beganAt) / 1000).toFixed(0);
      if (failures > 0) note(`connected again after ${seconds} s: nothing was missed`);
      return result;
    } catch (error) {
      if (!isPassing(error) || end.aborted) throw error;
      if (failures === 0) note(`${error.message}; trying again until it is back`);
      await pause(Math.max(askedForMs(error), pausesMs[failures] ?? longestPauseMs), end);
    }
  }
}

function askedForMs(error: Unreached | Refusal): number {
  return error instanceof Refusal ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
}

function isPassing(error: unknown): error is Unreached | Refusal {
  if (error instanceof Unreached) return true;
  return error instanceof Refusal && (error.status >= 500 || error.status === 429);
}

/** Resolves in time, or at once when it is to end. */
async function pause(milliseconds: number, end: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal: end }).catch((error: unknown) => {
    if (!end.aborted) throw error;
  });
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process. */
function endingSignal(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
  return end.signal;
}
