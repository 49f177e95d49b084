import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const takeovers = fileURLToPath(new URL('../arms/script-takeovers.ts', import.meta.url));
const coldStarts = fileURLToPath(new URL('../arms/script-cold-starts.ts', import.meta.url));

const changes = [
  { part: 'afterUpdateMs', figure: 'first call after an update', atMostMs: 5 },
  { part: 'killedMs', figure: 'call whose process is killed', atMostMs: 50 },
  { part: 'allKilledMs', figure: 'call whose process is killed, and the spare too', atMostMs: 50 },
] as const;

/** How long a call takes that meets another process than the call before it, beside a process started anew. */
export const scriptTakeover: Figure = {
  name: 'script-takeover',
  async measure(pace) {
    const levels = await levelsHere();
    await using workers = new AsyncDisposableStack();
    const start = (...nodeArguments: string[]) =>
      workers.use(startWorker({ core: undefined, nodeArguments }));
    const atLevels = levels.all.map((level) => [level, start(takeovers, level)] as const);
    const arms = { ...Object.fromEntries(atLevels), pipe: start(coldStarts, 'pipe') };
    const turns = await takeTurns<string, Parts>(arms, pace);
    const anew = partOf(turns['pipe'], 'answerMs');
    const rows = levels.all.flatMap((level) =>
      changes.map(({ part, figure, atMostMs }) => {
        const ours = partOf(turns[level], part);
        return {
          figure: `${figure}, ${level}`,
          unit: 'ms' as const,
          ours: median(ours),
          beside: { name: 'bare node started anew', value: median(anew) },
          compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, anew)) },
          goal: { of: 'ours' as const, atMost: atMostMs },
        };
      }),
    );
    return [...rows, ...levels.instead('first call after an update')];
  },
};
