import { setTimeout as delay } from 'node:timers/promises';
import { type Application, askForTokens, logIn, type Person } from '../measure/application.ts';
import { type Arm, takeTurns } from '../measure/arms.ts';
import { cycle } from '../measure/cycle.ts';
import type { Figure, Row } from '../measure/figure.ts';
import { createMigration, knownPerson, migrationFrom, startLegacyService } from '../measure/legacy.ts';
import { makeHome, type Segue, startSegue } from '../measure/segue.ts';
import { median, percentile, ratios, spreadOf } from '../measure/statistics.ts';

const legacyMs = 5;
const hangsMs = 600_000; // longer than anybody waits
const migratedPeople = 50;
const comingPerSecond = 10; // the crowd of the connection in trouble
const warmUpMs = 25_000; // the first who come wait out the deadline of 20 s, and the circuit breaker opens

type Turn = { readonly migratedMs: number; readonly elsewhereMs: number };

/** What the users of others notice of a legacy system that hangs. */
export const legacyOutage: Figure = {
  name: 'legacy-outage',
  async measure(pace) {
    await using sound = await startLegacyService({ lookUpMs: [legacyMs, legacyMs], checkMs: [0, 0] });
    await using hanging = await startLegacyService({ lookUpMs: [hangsMs, hangsMs], checkMs: [0, 0] });
    await using oneHome = await makeHome();
    await using otherHome = await makeHome();
    const environment = { SEGUE_TRUST_PROXY: 'true' };
    await using troubled = await startSegue(oneHome, { environment });
    await using calm = await startSegue(otherHome, { environment });
    const { ours, without } = await takeTurns(
      {
        ours: await besideACrowd(troubled, { elsewhere: sound, crowd: hanging, crowdHears: 503 }),
        without: await besideACrowd(calm, { elsewhere: sound, crowd: sound, crowdHears: 200 }),
      },
      pace,
    );
    const row = (figure: string, of: (turn: Turn) => number): Row => ({
      figure: `p99 while one legacy hangs: ${figure}`,
      unit: 'ms',
      ours: median(ours.map(of)),
      beside: { name: 'while it answers', value: median(without.map(of)) },
      compared: { as: 'ratio', ...spreadOf(ratios(ours.map(of), without.map(of))) },
      goal: { of: 'comparison', atMost: 1.1 },
    });
    return [
      row('logins of migrated users', ({ migratedMs }) => migratedMs),
      {
        ...row('first logins elsewhere', ({ elsewhereMs }) => elsewhereMs),
        note: `${comingPerSecond} first logins a second on the connection in trouble; a legacy of ${legacyMs} ms elsewhere.`,
      },
    ];
  },
};

interface Traffic {
  readonly elsewhere: Parameters<typeof createMigration>[1];
  readonly crowd: Parameters<typeof createMigration>[1];
  /** The status of each answer to the crowd. */
  readonly crowdHears: number;
}

/** Logs in migrated users and newcomers in turns, while a crowd comes to another connection at its own pace. */
async function besideACrowd(segue: Segue, { elsewhere, crowd, crowdHears }: Traffic): Promise<Arm<Turn>> {
  const application = await createMigration(segue, elsewhere);
  const crowded = await anotherConnection(segue, application, await migrationFrom(crowd));
  const migrated = Array.from({ length: migratedPeople }, (_, number) => knownPerson(number));
  for (const person of migrated) await logIn(segue, application, person);
  const nextMigrated = cycle(migrated);
  let newcomers = migratedPeople;
  const nextNewcomer = (): Person => {
    newcomers += 1;
    return knownPerson(newcomers);
  };
  const comes = createCrowd(segue, crowded, crowdHears);
  return {
    warmUpMs,
    async turn(milliseconds) {
      const end = performance.now() + milliseconds;
      const coming = comes(end);
      const migratedMs: number[] = [];
      const elsewhereMs: number[] = [];
      while (performance.now() < end) {
        migratedMs.push((await logIn(segue, application, nextMigrated())).milliseconds);
        elsewhereMs.push((await logIn(segue, application, nextNewcomer())).milliseconds);
      }
      await coming;
      return { migratedMs: percentile(migratedMs, 99), elsewhereMs: percentile(elsewhereMs, 99) };
    },
  };
}

/** Makes the function that sends people at a fixed pace until the end; what any of them hears is looked at then. */
function createCrowd(segue: Segue, application: Application, hears: number): (end: number) => Promise<void> {
  let people = 0;
  let wrong: string | undefined;
  const come = async (): Promise<void> => {
    people += 1;
    const from = { 'x-forwarded-for': `198.18.${(people >> 8) & 255}.${people & 255}` };
    const { status, text } = await askForTokens(segue, application, knownPerson(people), from);
    if (status !== hears) wrong = `${status} instead of ${hears}: ${text}`;
  };
  return async (end) => {
    while (performance.now() < end) {
      void come().catch((error) => {
        wrong = String(error);
      });
      await delay(1_000 / comingPerSecond);
    }
    if (wrong !== undefined) throw new Error(`somebody in the crowd heard ${wrong}`);
  };
}

/** A second connection for the same application, whose ids do not clash with those of the first. */
async function anotherConnection(
  segue: Segue,
  application: Application,
  options: object,
): Promise<Application> {
  const realm = 'crowded';
  await segue.create('connections', {
    name: realm,
    strategy: 'auth0',
    enabled_clients: [application.clientId],
    options: { ...options, segue: { legacy_id_prefix: 'crowd-' } },
  });
  return { ...application, realm };
}
