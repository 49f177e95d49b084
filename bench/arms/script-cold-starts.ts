import { createScriptRunner, type Launch } from '../../src/scripts/index.ts';
import { isLevel, launches } from '../measure/levels.ts';
import { median } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';
import { openBarePipe } from './bare-pipe.ts';
import { callOf, logInBy } from './script-to-call.ts';

/*
 * Starts script processes over and over, each for one call: `node script-cold-starts.ts basic|strict|pipe`. Answers with
 * how long it took, from the call, until the process was ready and until the call was answered, in milliseconds.
 */
interface ColdStart {
  readonly readyMs: number;
  readonly answerMs: number;
}

const source = 'function login(email, password, callback) { callback(null, { user_id: "42", email }); }';

async function startRunner(level: Launch): Promise<ColdStart> {
  const began = performance.now();
  let readyMs = 0;
  const launch: Launch = (request) => {
    const launched = level(request);
    launched.channel.once('data', () => {
      readyMs = performance.now() - began; // the first line that comes is `ready`
    });
    return launched;
  };
  const runner = createScriptRunner({ launch });
  await logInBy(runner, callOf({ source, email: 'someone@bench.test' }));
  const answerMs = performance.now() - began;
  await runner.close();
  return { readyMs, answerMs };
}

async function startPipe(): Promise<ColdStart> {
  const began = performance.now();
  const pipe = await openBarePipe();
  await pipe.roundTrip('{}');
  const answerMs = performance.now() - began;
  await pipe.close();
  return { readyMs: pipe.readyMs, answerMs };
}

const [way] = process.argv.slice(2);
const startOnce = isLevel(way) ? () => startRunner(launches[way]) : startPipe;

serveTurns(async (milliseconds) => {
  const starts: ColdStart[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    starts.push(await startOnce());
  }
  return {
    readyMs: median(starts.map(({ readyMs }) => readyMs)),
    answerMs: median(starts.map(({ answerMs }) => answerMs)),
  };
});
