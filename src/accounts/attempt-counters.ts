/**
 * Port: counters of attempts, shared by all nodes. Keys are digests, which may be followed by what is to be read again; a
 * counter ends with its window.
 */
export interface AttemptCounters {
  /** The counts of keys whose window has not ended, in the order of the keys; 0 where there is none. */
  read(keys: readonly string[], now: number): Promise<readonly number[]>;
  /** Adds one, starts a window of this length where none runs, and returns the new count. Atomic. */
  increment(key: string, windowMs: number, now: number): Promise<number>;
  /** Takes one off a counter whose window has not ended; it does not go below 0. */
  decrement(key: string, now: number): Promise<void>;
  clear(keys: readonly string[]): Promise<void>;
  /** Those whose key begins so, whose window has not ended and whose count is high enough; by key. */
  listUnder(
    prefix: string,
    query: { readonly atLeast: number; readonly limit: number; readonly now: number },
  ): Promise<readonly AttemptCount[]>;
  /** Removes all whose key begins so; says how many there were. */
  clearUnder(prefix: string): Promise<number>;
}

export interface AttemptCount {
  readonly key: string;
  readonly count: number;
}
