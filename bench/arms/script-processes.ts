import { createScriptRunner } from '../../src/scripts/index.ts';
import { isLevel, type Level, launches } from '../measure/levels.ts';
import { childTowards, type Memory, memoryOfTree } from '../measure/memory.ts';
import { serveTurns } from '../measure/worker.ts';
import { openBarePipe } from './bare-pipe.ts';
import { callOf, logInBy } from './script-to-call.ts';
import { comesToRest, watched } from './watched-launch.ts';

/*
 * Starts the process of a connection, has it run a thousand calls of a script with a driver, and leaves it alone:
 * `node script-processes.ts basic|strict|pipe`, the last being a bare process of Node.js. Answers with the memory of the
 * process and of what stands around it, in megabytes, and with that of the spare beside it.
 */
const calls = 1_000;
const source = `var mysql = require('mysql2');
function login(email, password, callback) { callback(null, { user_id: '42', email, nickname: 'someone' }); }`;

async function memoryOfRunner(level: Level): Promise<Memory & { readonly sparePssMb: number }> {
  const processes = watched(launches[level]);
  const runner = createScriptRunner({ launch: processes.launch });
  const call = callOf({ source, email: 'someone@bench.test' });
  for (let made = 0; made < calls; made += 1) await logInBy(runner, call);
  const working = processes.working().at(-1);
  if (working === undefined || !(await comesToRest(working))) throw new Error('the process is gone');
  const spare = await processes.spare();
  const { pssMb: sparePssMb } = memoryAround(spare);
  const ours = memoryAround(working);
  await runner.close();
  return { ...ours, sparePssMb };
}

/** A process in a sandbox stands below another one, which holds it closed. */
function memoryAround(pid: number): Memory {
  return memoryOfTree(childTowards(pid, process.pid));
}

async function memoryOfPipe(): Promise<Memory> {
  const pipe = await openBarePipe();
  await comesToRest(pipe.pid);
  const memory = memoryOfTree(pipe.pid);
  await pipe.close();
  return memory;
}

const [way] = process.argv.slice(2);
serveTurns(() => (isLevel(way) ? memoryOfRunner(way) : memoryOfPipe()));
