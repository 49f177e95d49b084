import type { StartedRunner } from './start-runner.ts';

/**
 * One process kept ready for whichever scripts need one next: a new version, another connection, the successor of one
 * that died. It has been given nothing yet, so it can be anybody's, and takes over in a tenth of the time of a start.
 */
export class SpareRunner {
  readonly #start: () => StartedRunner;
  #waiting: StartedRunner | undefined;

  constructor(start: () => StartedRunner) {
    this.#start = start;
  }

  /** Whether one waits; it counts among the processes that may be. */
  get isThere(): boolean {
    return this.#waiting !== undefined;
  }

  /** The one that waits, or one that is started now. */
  take(): StartedRunner {
    const started = this.#waiting ?? this.#start();
    this.#waiting = undefined;
    return started;
  }

  /** Starts one, unless one waits. One that ends by itself is forgotten, and not followed by another before this. */
  keep(): void {
    if (this.#waiting !== undefined) return;
    const started = this.#start();
    this.#waiting = started;
    started.launched.onEnd(() => {
      if (this.#waiting !== started) return;
      this.#waiting = undefined;
      started.discard();
    });
  }

  /** Ends the one that waits; answers once it is gone. */
  drop(): Promise<void> {
    const started = this.#waiting;
    if (started === undefined) return Promise.resolve();
    this.#waiting = undefined;
    return new Promise((resolve) => {
      started.launched.onEnd(() => {
        started.discard();
        resolve();
      });
      started.launched.kill();
    });
  }
}
