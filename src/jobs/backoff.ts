const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

// A blip, a restart, a mail server's greylisting, then outages: people still wait for the first four. At the end once a
// day, so that all attempts together span four days, after which senders of mail give up (RFC 5321, 4.5.4.1).
const pausesMs = [
  30 * second,
  2 * minute,
  10 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  24 * hour,
  24 * hour,
];

/** At the last one a job that does not succeed has failed. */
export const mostAttempts = pausesMs.length + 1;

// Jobs that failed together, in an outage, do not come back together.
const jitter = 0.2;

/**
 * How long to wait after an attempt that failed, in milliseconds: within a fifth of 30 s, 2 min, 10 min, 1 h, … up to
 * 24 h; `undefined` after the last one.
 *
 * @param attempt 1 for the first
 * @param chance from 0 to 1
 */
export function pauseAfter(attempt: number, chance: number): number | undefined {
  const pauseMs = pausesMs[attempt - 1];
  return pauseMs && Math.round(pauseMs * (1 + jitter * (2 * chance - 1)));
}
