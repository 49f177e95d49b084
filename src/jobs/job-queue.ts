/** Port: where a worker takes its jobs from, and says how they ended. Times are milliseconds since the Unix epoch. */
export interface JobQueue {
  /**
   * Takes jobs of these kinds that are due, those due longest first and at most so many, under a lease: until it ends,
   * nobody else is given them. A job whose lease has ended is due again: whoever had it is gone.
   */
  claim(what: {
    readonly kinds: readonly string[];
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly ClaimedJob[]>;
  /** The next three: false, and nothing changes, when somebody else has the job by now. */
  complete(claim: Claim, now: number): Promise<boolean>;
  /** Puts a job back until `runAt`. Of it and a pending one of its kind and key, only the one added later stays. */
  retryLater(claim: Claim, runAt: number, reason: string): Promise<boolean>;
  /** Gives a job up, and keeps it for the operator. */
  fail(claim: Claim, now: number, reason: string): Promise<boolean>;
  /** When the next job of these kinds is due, or the next lease on one ends. */
  nextDueAt(kinds: readonly string[]): Promise<number | undefined>;
}

/** The right to say how an attempt at a job ended. */
export interface Claim {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
}

export interface ClaimedJob extends Claim {
  readonly kind: string;
  /** JSON, as it was stored. */
  readonly payload: string;
  /** Why it was put back, by whoever did so last. */
  readonly lastReason: string | null;
  readonly createdAt: number;
}
