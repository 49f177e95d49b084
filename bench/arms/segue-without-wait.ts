import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

/*
 * A Segue whose clock never makes anybody wait: refusals are answered as soon as their work is done. What the refusal
 * clock is for (S1) shows when it is gone.
 */
const { config, secrets } = readConfig();
const app = await openApp(config, secrets, { clock: { now: () => Date.now(), waitUntil: async () => {} } });
await app.listen();
process.once('SIGTERM', () => void app.close());
