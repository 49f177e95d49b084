import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const module = fileURLToPath(new URL('../arms/script-processes.ts', import.meta.url));

/** Memory of one connection's script process, with a driver loaded and a thousand calls behind it. */
export const scriptMemory: Figure = {
  name: 'script-memory',
  async measure(pace) {
    const levels = await levelsHere();
    await using workers = new AsyncDisposableStack();
    const arms = [...levels.all, 'pipe'].map((way) => {
      const worker = workers.use(startWorker({ core: undefined, nodeArguments: [module, way] }));
      return [way, { warmUpMs: 0, turn: worker.turn }] as const; // a turn starts and ends a process of its own
    });
    const turns = await takeTurns<string, Parts>(Object.fromEntries(arms), pace);
    const bare = partOf(turns['pipe'], 'pssMb');
    const rows = levels.all.map((level) => {
      const ours = partOf(turns[level], 'pssMb');
      const [spare, rss] = [partOf(turns[level], 'sparePssMb'), partOf(turns[level], 'rssMb')].map(median);
      return {
        figure: `memory of a script process, ${level}, PSS`,
        unit: 'MB' as const,
        ours: median(ours),
        beside: { name: 'bare node', value: median(bare) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, bare)) },
        goal: { of: 'ours' as const, atMost: 45 },
        note: `RSS ${rss?.toFixed(1)} MB; the spare that waits beside it: PSS ${spare?.toFixed(1)} MB. Every other node on the machine makes PSS less.`,
      };
    });
    return [...rows, ...levels.instead('memory of a script process')];
  },
};
