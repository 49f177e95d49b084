import { setImmediate } from 'node:timers/promises';

/** Resolves when everything that waits for nothing but promises has happened. */
export async function quiet(): Promise<void> {
  await setImmediate();
}
