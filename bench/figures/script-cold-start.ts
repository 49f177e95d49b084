import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { type Level, levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const module = fileURLToPath(new URL('../arms/script-cold-starts.ts', import.meta.url));

/** How long the first call of a connection waits for its process. */
export const scriptColdStart: Figure = {
  name: 'script-cold-start',
  async measure(pace) {
    const levels = await levelsHere();
    await using workers = new AsyncDisposableStack();
    const startingBy = (way: string) =>
      workers.use(startWorker({ core: undefined, nodeArguments: [module, way] }));
    const arms = [...levels.all, 'pipe'].map((way) => [way, startingBy(way)] as const);
    const turns = await takeTurns<string, Parts>(Object.fromEntries(arms), pace);
    const row = (level: Level, part: 'readyMs' | 'answerMs', until: string) => {
      const [ours, least] = [partOf(turns[level], part), partOf(turns['pipe'], part)];
      return {
        figure: `cold script process, ${level}, until ${until}`,
        unit: 'ms' as const,
        ours: median(ours),
        beside: { name: 'bare node and pipe', value: median(least) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, least)) },
      };
    };
    const rows = levels.all.flatMap((level) => [
      { ...row(level, 'readyMs', 'ready'), ...(level === 'basic' ? { goal: readyInTime } : {}) },
      row(level, 'answerMs', 'first answer'),
    ]);
    return [...rows, ...levels.instead('cold script process')];
  },
};

const readyInTime = { of: 'ours', atMost: 40 } as const;
