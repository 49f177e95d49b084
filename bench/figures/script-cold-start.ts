import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker, type Worker } from '../measure/worker.ts';

/** How long the first call of a connection waits for its process. */
export const scriptColdStart: Figure = {
  name: 'script-cold-start',
  async measure(pace) {
    await using runner = startingBy('runner');
    await using strict = startingBy('strict');
    await using pipe = startingBy('pipe');

    const turns = await takeTurns({ runner, strict, pipe }, pace);
    const row = (level: 'runner' | 'strict', part: 'readyMs' | 'answerMs', figure: string) => {
      const ours = turns[level].map((turn) => turn[part] ?? Number.NaN);
      const least = turns.pipe.map((turn) => turn[part] ?? Number.NaN);
      return {
        figure,
        unit: 'ms' as const,
        ours: median(ours),
        beside: { name: 'bare node and pipe', value: median(least) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, least)) },
      };
    };
    return [
      { ...row('runner', 'readyMs', 'cold script process, until ready'), goal: { of: 'ours', atMost: 40 } },
      row('runner', 'answerMs', 'cold script process, until first answer'),
      row('strict', 'readyMs', 'cold script process at strict, until ready'),
      row('strict', 'answerMs', 'cold script process at strict, until first answer'),
    ];
  },
};

function startingBy(way: string): Worker {
  const module = fileURLToPath(new URL('../arms/script-cold-starts.ts', import.meta.url));
  return startWorker({ core: undefined, nodeArguments: [module, way] });
}
