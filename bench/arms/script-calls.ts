import {
  createScriptRunner,
  launchStrict,
  type ScriptCall,
  type ScriptRunner,
} from '../../src/scripts/index.ts';
import { percentile } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';
import { openBarePipe } from './bare-pipe.ts';

/*
 * Calls a Login script over and over, one call at a time: `node script-calls.ts runner|strict|in-process|pipe`. Answers
 * with what a call takes, in microseconds.
 */
type Callback = (error: Error | null, profile: object) => void;

function login(email: string, _password: string, callback: Callback): void {
  callback(null, { user_id: '42', email, nickname: 'someone' });
}

const email = 'someone@bench.test';
const password = 'correct horse';

type CallOnce = () => Promise<object>;

function callOverRunner(runner: ScriptRunner): CallOnce {
  const scripts = { version: '1', sources: { login: login.toString() }, configuration: {} };
  const call: ScriptCall = {
    connectionId: 'con_bench',
    connectionName: 'bench',
    scripts,
    script: 'login',
    args: [email, password],
  };
  return async () => {
    const answer = await runner.run(call);
    if (answer.answer !== 'value') throw new Error(`the script answered ${JSON.stringify(answer)}`);
    return answer;
  };
}

function callInProcess(): Promise<object> {
  return new Promise((resolve) => login(email, password, (_error, value) => resolve({ value })));
}

async function callOverPipe(): Promise<CallOnce> {
  const pipe = await openBarePipe();
  return async () => JSON.parse(await pipe.roundTrip(JSON.stringify({ args: [email, password] })));
}

const [way] = process.argv.slice(2);
const callOnce =
  way === 'runner'
    ? callOverRunner(createScriptRunner())
    : way === 'strict'
      ? callOverRunner(createScriptRunner({ launch: launchStrict }))
      : way === 'pipe'
        ? await callOverPipe()
        : callInProcess;

serveTurns(async (milliseconds) => {
  const tookUs: number[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const began = performance.now();
    const answer = await callOnce();
    tookUs.push((performance.now() - began) * 1_000);
    if (!JSON.stringify(answer).includes(email))
      throw new Error(`not the profile: ${JSON.stringify(answer)}`);
  }
  return { p50: percentile(tookUs, 50), p99: percentile(tookUs, 99) };
});
