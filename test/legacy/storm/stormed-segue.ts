import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import '../../../bench/arms/without-hash.ts';

/*
 * A Segue whose scripts end sooner than usual, and that hashes no password: ten thousand hashes would be most of what the
 * test does. On SIGUSR2 it collects its garbage and prints what is in use: `{"inUse":{"memory":{…},"resources":{…}}}`.
 */
const { openApp } = await import('../../../src/app.ts');
const { readConfig } = await import('../../../src/config.ts');

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

process.on('SIGUSR2', () => {
  if (typeof collectGarbage !== 'function')
    throw new Error('this Node.js does not show its garbage collector');
  collectGarbage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  process.stdout.write(`${JSON.stringify({ inUse: { memory: process.memoryUsage(), resources } })}\n`);
});

const { config, secrets } = readConfig();
const scriptLimits = { deadlineMs: 8_000, idleMs: 2_000, rssMb: 192 };
const app = await openApp(config, secrets, { scriptLimits });
await app.listen();
