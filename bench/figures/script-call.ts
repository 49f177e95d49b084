import { fileURLToPath } from 'node:url';
import { takeTurns } from '../measure/arms.ts';
import { cores } from '../measure/cores.ts';
import type { Figure, Row } from '../measure/figure.ts';
import { levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { differences, median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

type Turns = readonly Parts[] | undefined;

const module = fileURLToPath(new URL('../arms/script-calls.ts', import.meta.url));

/** Both processes on one core; or on two, where an answer also wakes a core that has gone to sleep. */
const places = { 'one core': cores.server, 'two cores': undefined } as const;

const goals = { p50: 60, p99: 150 } as const;

/** What it costs to run a script in a process of its own, over the same function called in this process. */
export const scriptCall: Figure = {
  name: 'script-call',
  async measure(pace) {
    const levels = await levelsHere();
    await using workers = new AsyncDisposableStack();
    const callingBy = (way: string, core: number | undefined) =>
      workers.use(startWorker({ core, nodeArguments: [module, way] })); // the process that it calls is held to its cores
    const inPlaces = [...levels.all, 'pipe'].flatMap((way) =>
      Object.entries(places).map(([place, core]) => [`${way}, ${place}`, callingBy(way, core)] as const),
    );
    const arms = { inProcess: callingBy('in-process', cores.server), ...Object.fromEntries(inPlaces) };
    const turns = await takeTurns<string, Parts>(arms, pace);
    const rows = levels.all.flatMap((level) =>
      Object.keys(places).flatMap((place) => {
        const [ours, pipe] = [turns[`${level}, ${place}`], turns[`pipe, ${place}`]];
        return (['p50', 'p99'] as const).map((part) => ({
          figure: `warm script call, ${level}, ${place}, ${part}`,
          ...overFunction(part, ours, turns['inProcess']),
          note: besidePipe(part, ours, pipe),
        }));
      }),
    );
    return [...rows, ...levels.instead('warm script call')];
  },
};

function overFunction(part: 'p50' | 'p99', runner: Turns, inProcess: Turns): Omit<Row, 'figure'> {
  const [ours, theirs] = [partOf(runner, part), partOf(inProcess, part)];
  return {
    unit: 'µs',
    ours: median(ours),
    beside: { name: 'function in process', value: median(theirs) },
    compared: { as: 'more', ...spreadOf(differences(ours, theirs)) },
    goal: { of: 'comparison', atMost: goals[part] },
  };
}

function besidePipe(part: 'p50' | 'p99', runner: Turns, pipe: Turns): string {
  const theirs = partOf(pipe, part);
  const { median: middle, min, max } = spreadOf(ratios(partOf(runner, part), theirs));
  const ratio = `× ${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
  return `${ratio} of a bare pipe round trip of ${median(theirs).toFixed(1)} µs.`;
}
