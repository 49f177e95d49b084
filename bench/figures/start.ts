import { samplesOf, takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { prepareServers, type Started } from '../measure/servers.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';

/** From spawn to listening. */
export const start: Figure = {
  name: 'start',
  async measure(pace) {
    await using servers = await prepareServers();
    const timed = async (startOne: () => Promise<Started>): Promise<number> => {
      await using started = await startOne();
      return started.startMs;
    };
    const arms = {
      ours: samplesOf(() => timed(servers.startOurs), median),
      bare: samplesOf(() => timed(servers.startBare), median),
    };
    const { ours, bare } = await takeTurns(arms, pace);
    return [
      {
        figure: 'start, from spawn to listening',
        unit: 'ms',
        ours: median(ours),
        beside: { name: 'bare Fastify + oidc-provider', value: median(bare) },
        compared: { as: 'ratio', ...spreadOf(ratios(ours, bare)) },
        goal: { of: 'comparison', atMost: 2.5 },
        note: 'Keys and schema there, compile cache warm, on both sides. Ours runs from source, as in a checkout.',
      },
    ];
  },
};
