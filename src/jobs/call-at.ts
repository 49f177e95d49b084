import type { Clock } from '../lib/clock.ts';

// A wait on the clock cannot be called off: with short ones, what was cancelled keeps no process alive for longer.
const longestWaitMs = 1000;

/** Calls back once the clock has reached an instant, never before this call has returned; says how to cancel it. */
export function callAt(clock: Clock, at: number, callback: () => void): () => void {
  let cancelled = false;
  const wait = async (): Promise<void> => {
    do await clock.waitUntil(Math.min(at, clock.now() + longestWaitMs));
    while (!cancelled && clock.now() < at);
    if (!cancelled) callback();
  };
  void wait();
  return () => {
    cancelled = true;
  };
}
