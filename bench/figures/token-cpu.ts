import { skipUnless, startPostgres } from '../../test/kit/services/index.ts';
import { takeTurns } from '../measure/arms.ts';
import { cpuPerAnswer } from '../measure/cpu-arms.ts';
import type { Figure, LeftOut, Row } from '../measure/figure.ts';
import { makeHome } from '../measure/segue.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';
import { startBareProvider, startTokenService, type TokenService } from '../measure/token-service.ts';

const warmUpMs = 8_000;
const grants = { clientCredentials: 'client_credentials', refresh: 'refresh' } as const;
const bothGrants = ['clientCredentials', 'refresh'] as const;

/** What tokens without a login cost, over oidc-provider by itself, which writes nothing down. */
export const tokenCpu: Figure = {
  name: 'token-cpu',
  async measure(pace) {
    await using bare = await startBareProvider();
    const rows: (Row | LeftOut)[] = [];
    {
      await using home = await makeHome();
      await using segue = await startTokenService(home);
      for (const grant of bothGrants)
        rows.push(await compare({ bare, segue, grant, store: 'SQLite', atMost: 1.1 }, pace));
    }
    const { skip } = skipUnless('postgres');
    if (skip !== false) return [...rows, { figure: 'CPU of tokens, PostgreSQL', leftOut: skip }];
    await using started = new AsyncDisposableStack();
    const postgres = started.adopt(await startPostgres(), ({ stop }) => stop());
    const home = started.use(await makeHome());
    const segue = started.use(await startTokenService(home, await postgres.newDatabase()));
    for (const grant of bothGrants)
      rows.push(await compare({ bare, segue, grant, store: 'PostgreSQL', atMost: 1.3 }, pace));
    return rows;
  },
};

interface Comparison {
  readonly bare: TokenService;
  readonly segue: TokenService;
  readonly grant: keyof typeof grants;
  readonly store: string;
  readonly atMost: number;
}

async function compare(
  { bare, segue, grant, store, atMost }: Comparison,
  pace: Parameters<Figure['measure']>[0],
): Promise<Row> {
  const { ours, theirs } = await takeTurns(
    {
      ours: cpuPerAnswer(segue, warmUpMs, () => segue[grant]()),
      theirs: cpuPerAnswer(bare, warmUpMs, () => bare[grant]()),
    },
    pace,
  );
  return {
    figure: `CPU per ${grants[grant]}, ${store}`,
    unit: 'µs',
    ours: median(ours) * 1_000,
    beside: { name: 'plain oidc-provider in memory', value: median(theirs) * 1_000 },
    compared: { as: 'ratio', ...spreadOf(ratios(ours, theirs)) },
    goal: { of: 'comparison', atMost },
    note: 'JWT access token, with an ID token for a refresh. Ours writes an event for each; the other writes nothing.',
  };
}
