/** What the thread is started with. */
export interface Start {
  readonly path: string;
  readonly busyTimeoutMs: number;
  /** Shared memory: nobody waits any more for the question of this number, nor for those before it. */
  readonly givenUp: Int32Array<SharedArrayBuffer>;
}

/** One statement to read by. */
export interface Question {
  /** They count up from 1. */
  readonly id: number;
  readonly statement: string;
  readonly parameters: readonly unknown[];
}

/** Its rows, or why there are none. */
export interface Reply {
  readonly id: number;
  readonly rows?: readonly unknown[];
  readonly error?: unknown;
}
