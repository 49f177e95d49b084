/** How many calls a lane has at the legacy user store at once, and how many wait for a place. */
export interface LaneWidth {
  readonly atOnce: number;
  readonly waiting: number;
}

/** Who asks: each kind has places of its own, so that none can take another's. */
export type LaneName =
  /** A person who logs in. */
  | 'logins'
  /** Somebody waits for a look-up: a sign-up, a new address, a password change that is confirmed. */
  | 'lookUps'
  /** Nobody waits: the jobs of requested password changes, checks of local users. */
  | 'background';

/** Bounds of what a connection's legacy user store is asked. */
export interface GuardLimits {
  /** From the question to its answer, waiting included. A single call that takes so long by itself found nobody. */
  readonly deadlineMs: number;
  readonly lanes: Readonly<Record<LaneName, LaneWidth>>;
  /** So many calls in a row that find nobody at the other end, within this time, open the breaker. */
  readonly failuresToOpen: number;
  readonly failureWindowMs: number;
  /** How long an open breaker waits before it lets one call through; the last one is repeated. */
  readonly pausesMs: readonly [number, ...number[]];
  /** So many processes that died by different inputs within this time open the breaker too (S9). */
  readonly deathsToOpen: number;
  readonly deathWindowMs: number;
}

export const defaultGuardLimits: GuardLimits = {
  // Browsers and proxies give up after 30 s. More than a script's own 20 s: who has got a place at once hears what the
  // script runner knows of the end.
  deadlineMs: 22_000,
  // 16 together, as one process of a connection takes. Of logins the 257th would wait for most of its deadline.
  lanes: {
    logins: { atOnce: 10, waiting: 256 },
    lookUps: { atOnce: 4, waiting: 64 },
    background: { atOnce: 2, waiting: 16 }, // as many as the worker does at once
  },
  // One dropped connection is no outage. Five deadlines of 20 s, one after the other, are within the window: a legacy
  // system that hangs is found out also where people come one at a time.
  failuresToOpen: 5,
  failureWindowMs: 120_000,
  // From the restart of a database to an outage of hours: one that is back is asked within half a minute.
  pausesMs: [5_000, 10_000, 20_000, 30_000],
  deathsToOpen: 5,
  deathWindowMs: 60_000,
};
