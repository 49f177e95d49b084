import { type Clock, systemClock } from '../../src/lib/clock.ts';

/** The machine's clock, with the hands moved on: for what is put off for so long that no test can wait for it. */
export interface MovableClock extends Clock {
  moveOn(milliseconds: number): void;
}

export function createMovableClock(): MovableClock {
  let movedMs = 0;
  return {
    now: () => systemClock.now() + movedMs,
    waitUntil: (at) => systemClock.waitUntil(at - movedMs),
    moveOn(milliseconds) {
      movedMs += milliseconds;
    },
  };
}
