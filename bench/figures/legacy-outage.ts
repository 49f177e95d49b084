import { takeTurns } from '../measure/arms.ts';
import type { Figure, Row } from '../measure/figure.ts';
import { type LegacyService, startLegacyService } from '../measure/legacy.ts';
import { besideCrowds, type Crowd, comingPerSecond, type Logins } from '../measure/outage.ts';
import { makeHome, startSegue } from '../measure/segue.ts';
import { median, percentile, ratioOfPercentile } from '../measure/statistics.ts';

const legacyMs = 5;
const longerThanAnybodyWaits = 600_000;
const nobodyListens = { url: 'http://127.0.0.1:9' }; // the port of `discard`, of which no machine has a server today

const keepsUpMs = 40; // four hashes long
const users = { migratedMs: 'logins of migrated users', elsewhereMs: 'first logins elsewhere' };

/** What the users of others notice of legacy systems in trouble: one of each kind, all at the same time. */
export const legacyOutage: Figure = {
  name: 'legacy-outage',
  async measure(pace) {
    await using started = new AsyncDisposableStack();
    const start = async (...times: Parameters<typeof startLegacyService>): Promise<LegacyService> =>
      started.use(await startLegacyService(...times));
    const sound = await start({ lookUpMs: [legacyMs, legacyMs] });
    const inTrouble = await startTroubles(start);
    const arm = async (crowds: readonly Crowd[]) => {
      const home = started.use(await makeHome());
      const segue = started.use(await startSegue(home, { environment: { SEGUE_TRUST_PROXY: 'true' } }));
      return await besideCrowds(segue, sound, crowds);
    };
    const ours = await arm(inTrouble);
    const without = await arm(
      inTrouble.filter(isLetIn).map((crowd) => ({ ...crowd, legacy: sound, hears: [200] })),
    );
    await ours.settle();
    const turns = await takeTurns({ ours, without }, pace);
    mustKeepUp(turns.without);
    return (['migratedMs', 'elsewhereMs'] as const).map((kind) => ({
      figure: `p99 beside legacies in trouble: ${users[kind]}`,
      ...p99Of(
        turns.ours.map((turn) => turn[kind]),
        turns.without.map((turn) => turn[kind]),
      ),
      note: `Five hang, reset, refuse, answer in 2 s, and come and go; ${comingPerSecond} first logins a second at each.`,
    }));
  },
};

/** Where logins queue up by themselves, a p99 tells of the queue, and nothing of the trouble. */
function mustKeepUp(without: readonly Logins[]): void {
  const usualMs = median(without.flatMap(({ migratedMs }) => migratedMs));
  if (usualMs > keepsUpMs)
    throw new Error(
      `the machine is too busy or too slow: half of the logins took ${usualMs.toFixed(0)} ms or more`,
    );
}

/** Who is refused beside us stays at home without the trouble: nobody's hash is to make the other side the slower one. */
const isLetIn = ({ hears }: Crowd): boolean => hears.includes(200);

function p99Of(
  ours: readonly Logins[keyof Logins][],
  without: readonly Logins[keyof Logins][],
): Omit<Row, 'figure'> {
  return {
    unit: 'ms',
    ours: percentile(ours.flat(), 99),
    beside: { name: 'without the trouble', value: percentile(without.flat(), 99) },
    compared: { as: 'ratio', ...ratioOfPercentile(99, ours, without) },
    goal: { of: 'comparison', atMost: 1.1 },
  };
}

/** Everything that can be wrong with a legacy system, and what its users may hear: never that their password is wrong. */
async function startTroubles(
  start: (...times: Parameters<typeof startLegacyService>) => Promise<LegacyService>,
): Promise<readonly Crowd[]> {
  const always = { awayMs: longerThanAnybodyWaits, thereMs: 0 };
  const inTurns = { awayMs: 7_000, thereMs: 7_000 };
  return [
    {
      name: 'hangs',
      legacy: await start({ lookUpMs: [longerThanAnybodyWaits, longerThanAnybodyWaits] }),
      hears: [503],
    },
    { name: 'resets', legacy: await start({ lookUpMs: [0, 0], outages: always }), hears: [503] },
    { name: 'refuses', legacy: nobodyListens, hears: [503] },
    { name: 'slow', legacy: await start({ lookUpMs: [2_000, 2_000] }), hears: [200] },
    {
      name: 'comes-and-goes',
      legacy: await start({ lookUpMs: [legacyMs, legacyMs], outages: inTurns }),
      hears: [200, 503],
    },
  ];
}
