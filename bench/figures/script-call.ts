import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import { cores } from '../measure/cores.ts';
import type { Figure, Row } from '../measure/figure.ts';
import { differences, median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker, type Worker } from '../measure/worker.ts';

type Turns = readonly Readonly<Record<string, number>>[];

/**
 * What it costs to run a script in a process of its own, over the same function called in this process. Twice: with both
 * processes on one core, and on two, where an answer also wakes a core that has gone to sleep.
 */
export const scriptCall: Figure = {
  name: 'script-call',
  async measure(pace) {
    await using inProcess = callingBy('in-process', cores.server);
    await using runner = callingBy('runner', cores.server);
    await using strict = callingBy('strict', cores.server);
    await using pipe = callingBy('pipe', cores.server);
    await using farRunner = callingBy('runner', undefined);
    await using farStrict = callingBy('strict', undefined);
    await using farPipe = callingBy('pipe', undefined);

    const arms = { inProcess, runner, strict, pipe, farRunner, farStrict, farPipe };
    const turns = await takeTurns(arms, pace);
    const far = [turns.farRunner, turns.farPipe] as const;
    return [
      overFunction('warm script call, p50, one core', turns.runner, turns.inProcess),
      overFunction('warm script call, p50, two cores', turns.farRunner, turns.inProcess),
      overFunction('warm script call at strict, p50, one core', turns.strict, turns.inProcess),
      overFunction('warm script call at strict, p50, two cores', turns.farStrict, turns.inProcess),
      overPipe('warm script call, p50, one core', 'p50', turns.runner, turns.pipe),
      overPipe('warm script call, p99, one core', 'p99', turns.runner, turns.pipe),
      overPipe('warm script call at strict, p99, one core', 'p99', turns.strict, turns.pipe),
      overPipe('warm script call, p50, two cores', 'p50', ...far),
      overPipe('warm script call, p99, two cores', 'p99', ...far),
      overPipe('warm script call at strict, p99, two cores', 'p99', turns.farStrict, turns.farPipe),
    ];
  },
};

function overFunction(figure: string, runner: Turns, inProcess: Turns): Row {
  const [ours, theirs] = [parts(runner, 'p50'), parts(inProcess, 'p50')];
  return {
    figure,
    unit: 'µs',
    ours: median(ours),
    beside: { name: 'function in process', value: median(theirs) },
    compared: { as: 'more', ...spreadOf(differences(ours, theirs)) },
    goal: { of: 'comparison', atMost: 60 },
  };
}

function overPipe(figure: string, part: 'p50' | 'p99', runner: Turns, pipe: Turns): Row {
  const [ours, theirs] = [parts(runner, part), parts(pipe, part)];
  return {
    figure,
    unit: 'µs',
    ours: median(ours),
    beside: { name: 'bare pipe round trip', value: median(theirs) },
    compared: { as: 'ratio', ...spreadOf(ratios(ours, theirs)) },
  };
}

function parts(turns: Turns, part: 'p50' | 'p99'): readonly number[] {
  return turns.map((turn) => turn[part] ?? Number.NaN);
}

/** A process that calls; the process that it calls is held to the same cores. */
function callingBy(way: string, core: number | undefined): Worker {
  const module = fileURLToPath(new URL('../arms/script-calls.ts', import.meta.url));
  return startWorker({ core, nodeArguments: [module, way] });
}
