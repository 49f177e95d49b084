import { setTimeout as delay } from 'node:timers/promises';
import { createScriptRunner } from '../../src/scripts/index.ts';
import { isLevel, launches } from '../measure/levels.ts';
import { median } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';
import { callOf, logInBy } from './script-to-call.ts';
import { watched } from './watched-launch.ts';

/*
 * Has one process of a connection's scripts take over from another, over and over: `node script-takeovers.ts basic|strict`.
 * Answers with how long the call took that met the change, in milliseconds: the first one after an update, while a spare
 * process waits; one whose process is killed under it; and the same when the spare has been killed as well.
 */
const [level] = process.argv.slice(2);
if (!isLevel(level)) throw new Error(`no such level: ${level}`);
const processes = watched(launches[level]);
const runner = createScriptRunner({ launch: processes.launch });
let version = 0;
let people = 0;

/** A call by somebody new: whose call dies twice is not let in again. */
async function call(): Promise<number> {
  people += 1;
  const source = `function login(email, password, callback) { callback(null, { user_id: '${version}', email }); }`;
  const began = performance.now();
  await logInBy(runner, callOf({ source, version: String(version), email: `person${people}@bench.test` }));
  return performance.now() - began;
}

async function callAfterUpdate(): Promise<number> {
  await processes.spare();
  version += 1;
  return await call();
}

/** The process dies while it has the call: the server finds out, and repeats the call elsewhere. */
async function callWhileKilled(): Promise<number> {
  await processes.spare();
  return await killUnderCall();
}

async function callWhileAllAreKilled(): Promise<number> {
  const spare = await processes.spare();
  process.kill(spare, 'SIGKILL');
  while (processes.isWaiting(spare)) await delay(1);
  return await killUnderCall();
}

function killUnderCall(): Promise<number> {
  const working = processes.working().at(-1);
  if (working === undefined) throw new Error('there is no process to kill');
  process.kill(working, 'SIGKILL');
  return call();
}

await call(); // a spare is kept while scripts are in use
serveTurns(async (milliseconds) => {
  const took = { afterUpdateMs: [] as number[], killedMs: [] as number[], allKilledMs: [] as number[] };
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    took.afterUpdateMs.push(await callAfterUpdate());
    took.killedMs.push(await callWhileKilled());
    took.afterUpdateMs.push(await callAfterUpdate());
    took.allKilledMs.push(await callWhileAllAreKilled());
  }
  return Object.fromEntries(Object.entries(took).map(([name, each]) => [name, median(each)]));
});
