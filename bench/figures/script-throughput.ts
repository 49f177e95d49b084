import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const module = fileURLToPath(new URL('../arms/script-calls.ts', import.meta.url));
const inFlight = 32;

/** How many calls of one connection's script a server answers in a second, with both cores to itself. */
export const scriptThroughput: Figure = {
  name: 'script-throughput',
  async measure(pace) {
    const levels = await levelsHere();
    await using workers = new AsyncDisposableStack();
    const callingBy = (way: string) =>
      workers.use(startWorker({ core: undefined, nodeArguments: [module, way, String(inFlight)] }));
    const arms = [...levels.all, 'pipe'].map((way) => [way, callingBy(way)] as const);
    const turns = await takeTurns<string, Parts>(Object.fromEntries(arms), pace);
    const pipe = partOf(turns['pipe'], 'perSecond');
    const rows = levels.all.map((level) => {
      const ours = partOf(turns[level], 'perSecond');
      return {
        figure: `script calls, ${inFlight} in flight, ${level}`,
        unit: '/s' as const,
        ours: median(ours),
        beside: { name: 'bare pipe', value: median(pipe) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, pipe)) },
        goal: { of: 'ours' as const, atLeast: 50_000 },
        note: 'One process at a time, replaced as often as ever: what that takes is in the figure.',
      };
    });
    return [...rows, ...levels.instead('script calls')];
  },
};
