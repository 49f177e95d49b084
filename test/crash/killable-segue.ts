import { writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();

/*
 * A Segue that tells on its standard output of every point that its work passes, and at the one that
 * SEGUE_TEST_KILL_AT names kills itself: it is gone before its next instruction. It watches from when its workers have
 * looked around once: by then nothing moves any more but what it is asked for, and says so (`{"watches":true}`).
 */
const { openApp } = await import('../../src/app.ts');
const { readConfig } = await import('../../src/config.ts');

const killAt = process.env['SEGUE_TEST_KILL_AT'];
const workers = 2; // those of background-work.ts; each ends its look by asking when the next job is due
// Read when they were read half a second ago, so in one process and not in the next; and nothing is left behind.
const nowAndThen = /^select \* from "signing_keys"/;
const endOfLook = /^select "due_at" from "jobs"/;
const passed = new Map<string, number>();
const calm = Promise.withResolvers<void>();
let looks = 0;
let watches = false;

function say(what: object): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

function pass(what: string): void {
  if (!watches) return;
  const times = (passed.get(what) ?? 0) + 1;
  passed.set(what, times);
  const point = times === 1 ? what : `${what} (${times})`;
  say({ point });
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

async function aroundStatement<T>(kind: string, statement: string, run: () => Promise<T>): Promise<T> {
  if (nowAndThen.test(statement)) return run();
  // Kysely writes a time that stands in a `case` into the text itself, where it differs from process to process.
  const text = statement.replaceAll(/\b\d{13}\b/g, '<time>');
  const answer = await around(kind === 'statement' ? `statement: ${text}` : kind, run);
  if (endOfLook.test(statement)) looks += 1;
  if (looks === workers) calm.resolve();
  return answer;
}

const { config, secrets } = readConfig();
const app = await openApp(config, secrets, {
  aroundStatement,
  wrapRunner: (runner) => ({
    run: (call) => around(`script: ${call.script}`, () => runner.run(call)),
    close: () => runner.close(),
  }),
});
await app.listen();
if (killAt === undefined) flushCompileCache(); // who is killed cannot, and each starts in half the time thanks to it
await calm.promise;
watches = true;
say({ watches });
