import { createScriptRunner } from '../../src/scripts/index.ts';
import { isLevel, launches } from '../measure/levels.ts';
import { percentile } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';
import { openBarePipe } from './bare-pipe.ts';
import { callOf, password } from './script-to-call.ts';

/*
 * Calls a Login script over and over, one call at a time or so many at once:
 * `node script-calls.ts basic|strict|in-process|pipe [at once]`. Answers with what a call takes, in microseconds, and with
 * how many there were in a second.
 */
type Callback = (error: Error | null, profile: object) => void;

function login(email: string, _password: string, callback: Callback): void {
  callback(null, { user_id: '42', email, nickname: 'someone' });
}

const email = 'someone@bench.test';

type CallOnce = () => Promise<object>;

async function callerBy(way: string | undefined): Promise<CallOnce> {
  if (isLevel(way)) {
    const runner = createScriptRunner({ launch: launches[way] });
    const call = callOf({ source: login.toString(), email });
    return () => runner.run(call);
  }
  if (way === 'in-process') return callInProcess;
  if (way !== 'pipe') throw new Error(`no such way to call: ${way}`);
  const pipe = await openBarePipe();
  return async () => JSON.parse(await pipe.roundTrip(JSON.stringify({ args: [email, password] })));
}

function callInProcess(): Promise<object> {
  return new Promise((resolve) => login(email, password, (_error, value) => resolve({ value })));
}

const [way, atOnce = '1'] = process.argv.slice(2);
const callOnce = await callerBy(way);

async function callUntil(end: number, tookUs: number[]): Promise<void> {
  while (performance.now() < end) {
    const began = performance.now();
    const answer = await callOnce();
    tookUs.push((performance.now() - began) * 1_000);
    if (!('value' in answer) || !JSON.stringify(answer.value).includes(email))
      throw new Error(`not the profile: ${JSON.stringify(answer)}`);
  }
}

serveTurns(async (milliseconds) => {
  const tookUs: number[] = [];
  const began = performance.now();
  const callers = Array.from({ length: Number(atOnce) }, () => callUntil(began + milliseconds, tookUs));
  await Promise.all(callers);
  const seconds = (performance.now() - began) / 1_000;
  return {
    p50: percentile(tookUs, 50),
    p99: percentile(tookUs, 99),
    perSecond: tookUs.length / seconds,
  };
});
