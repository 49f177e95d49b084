/** Port: counters of attempts, shared by all nodes. Keys are digests; a counter ends with its window. */
export interface AttemptCounters {
  /** The counts of keys whose window has not ended, in the order of the keys; 0 where there is none. */
  read(keys: readonly string[], now: number): Promise<readonly number[]>;
  /** Adds one, starts a window of this length where none runs, and returns the new count. Atomic. */
  increment(key: string, windowMs: number, now: number): Promise<number>;
  /** Takes one off a counter whose window has not ended; it does not go below 0. */
  decrement(key: string, now: number): Promise<void>;
  clear(keys: readonly string[]): Promise<void>;
}
