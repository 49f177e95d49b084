import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { differences, median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker, type Worker } from '../measure/worker.ts';

/** What it costs to run a script in a process of its own, over the same function called in this process. */
export const scriptCall: Figure = {
  name: 'script-call',
  async measure(pace) {
    await using runner = callingBy('runner');
    await using inProcess = callingBy('in-process');
    await using pipe = callingBy('pipe');

    const turns = await takeTurns({ runner, inProcess, pipe }, pace);
    const of = (way: keyof typeof turns, part: 'p50' | 'p99'): readonly number[] =>
      turns[way].map((turn) => turn[part] ?? Number.NaN);
    return [
      {
        figure: 'warm script call, p50',
        unit: 'µs',
        ours: median(of('runner', 'p50')),
        beside: { name: 'function in process', value: median(of('inProcess', 'p50')) },
        compared: { as: 'more', ...spreadOf(differences(of('runner', 'p50'), of('inProcess', 'p50'))) },
        goal: { of: 'comparison', atMost: 60 },
      },
      ...(['p50', 'p99'] as const).map((part) => ({
        figure: `warm script call, ${part}`,
        unit: 'µs' as const,
        ours: median(of('runner', part)),
        beside: { name: 'bare pipe round trip', value: median(of('pipe', part)) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(of('runner', part), of('pipe', part))) },
      })),
    ];
  },
};

/** A process that calls, and the process that it calls, on whichever cores the system gives them. */
function callingBy(way: string): Worker {
  const module = fileURLToPath(new URL('../arms/script-calls.ts', import.meta.url));
  return startWorker({ core: undefined, nodeArguments: [module, way] });
}
