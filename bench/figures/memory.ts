import { setTimeout as delay } from 'node:timers/promises';
import { takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { type Memory, memoryOfTree } from '../measure/memory.ts';
import { prepareServers, type Started } from '../measure/servers.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';

/** Memory of a server that has nothing to do, with all its processes; no script has been asked yet. */
export const memory: Figure = {
  name: 'memory',
  async measure(pace) {
    await using servers = await prepareServers();
    // A turn is one server, left alone for the turn's time after its first answer.
    const idle = (startOne: () => Promise<Started>) => ({
      async turn(milliseconds: number): Promise<Memory> {
        await using started = await startOne();
        await delay(milliseconds);
        return memoryOfTree(started.pid);
      },
    });
    const turns = await takeTurns({ ours: idle(servers.startOurs), bare: idle(servers.startBare) }, pace);
    return (['pssMb', 'rssMb'] as const).map((kind) => {
      const ours = turns.ours.map((turn) => turn[kind]);
      const bare = turns.bare.map((turn) => turn[kind]);
      return {
        figure: `memory at idle, ${kind === 'pssMb' ? 'PSS' : 'RSS'}`,
        unit: 'MB' as const,
        ours: median(ours),
        beside: { name: 'bare Fastify + oidc-provider', value: median(bare) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, bare)) },
        goal: { of: 'comparison' as const, atMost: 1.4 },
      };
    });
  },
};
