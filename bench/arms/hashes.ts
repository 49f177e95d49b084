import { setTimeout as delay } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import { median } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';

/*
 * Hashes passwords with today's parameters, one at a time with a pause before each, as the hash of a migrating login
 * comes after the legacy system's time: `node hashes.ts <pause>`. Answers with how long one takes, in milliseconds.
 */
const pauseMs = Number(process.argv[2]);
const owasp = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }; // src/passwords/password-hashing.ts

serveTurns(async (milliseconds) => {
  const tookMs: number[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    await delay(pauseMs);
    const began = performance.now();
    await hash('password of somebody', owasp);
    tookMs.push(performance.now() - began);
  }
  return { hashMs: median(tookMs) };
});
