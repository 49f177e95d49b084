import { writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();

/*
 * A Segue that tells on its standard output of every point that its work passes once it serves, and at the one that
 * SEGUE_TEST_KILL_AT names kills itself: it is gone before its next instruction.
 */
const { openApp } = await import('../../src/app.ts');
const { readConfig } = await import('../../src/config.ts');

const killAt = process.env['SEGUE_TEST_KILL_AT'];
const passed = new Map<string, number>();
let serves = false;

function pass(what: string): void {
  if (!serves) return;
  const times = (passed.get(what) ?? 0) + 1;
  passed.set(what, times);
  const point = times === 1 ? what : `${what} (${times})`;
  writeSync(1, `${JSON.stringify({ point })}\n`);
  if (point === killAt) process.kill(process.pid, 'SIGKILL');
}

async function around<T>(what: string, run: () => Promise<T>): Promise<T> {
  pass(`before ${what}`);
  try {
    return await run();
  } finally {
    pass(`after ${what}`);
  }
}

const { config, secrets } = readConfig();
const app = await openApp(config, secrets, {
  aroundStatement: (kind, statement, run) =>
    around(kind === 'statement' ? `statement: ${statement}` : kind, run),
  wrapRunner: (runner) => ({
    run: (call) => around(`script: ${call.script}`, () => runner.run(call)),
    close: () => runner.close(),
  }),
});
await app.listen();
if (killAt === undefined) flushCompileCache(); // who is killed cannot, and each starts in half the time thanks to it
serves = true;
