import { setTimeout as delay } from 'node:timers/promises';

/** Time as the rest of the code sees it, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves once `now()` has reached `epochMs`; at once when it already has. */
  waitUntil(epochMs: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async waitUntil(epochMs) {
    // A timer may fire up to a millisecond early: look again instead of trusting it.
    for (let left = epochMs - Date.now(); left > 0; left = epochMs - Date.now()) await delay(left);
  },
};
