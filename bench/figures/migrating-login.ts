import { fileURLToPath } from 'node:url';
import { type Application, logIn } from '../measure/application.ts';
import { type Arm, takeTurns } from '../measure/arms.ts';
import type { Figure } from '../measure/figure.ts';
import { createMigration, knownPerson, startLegacyService } from '../measure/legacy.ts';
import { makeHome, type Segue, startSegue } from '../measure/segue.ts';
import { differences, median, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const legacyMs = 20;

/** What a login that migrates takes beyond the legacy system's own time and the one hash that it must make. */
export const migratingLogin: Figure = {
  name: 'migrating-login',
  async measure(pace) {
    await using legacy = await startLegacyService({ lookUpMs: [legacyMs, legacyMs], checkMs: [0, 0] });
    await using home = await makeHome();
    await using segue = await startSegue(home);
    const application = await createMigration(segue, legacy);
    const hashes = fileURLToPath(new URL('../arms/hashes.ts', import.meta.url));
    await using hashing = startWorker({ nodeArguments: [hashes, String(legacyMs)] });

    const turns = await takeTurns({ ours: migratingOneByOne(segue, application), hashing }, pace);
    const of = (arm: keyof typeof turns, part: string): readonly number[] =>
      turns[arm].map((turn) => turn[part] ?? Number.NaN);
    const hash = of('hashing', 'hashMs');
    return [
      {
        figure: 'migrating login',
        unit: 'ms',
        ours: median(of('ours', 'loginMs')),
        beside: { name: 'legacy call + one hash', value: median(of('ours', 'legacyMs')) + median(hash) },
        compared: { as: 'more', ...spreadOf(differences(of('ours', 'beyondLegacyMs'), hash)) },
        goal: { of: 'comparison', atMost: 2 },
        note: `HTTP legacy of ${legacyMs} ms, asked by the shop's script; its time is the one that the event tells.`,
      },
    ];
  },
};

/** Logs in people who are not here yet, one after the other. */
function migratingOneByOne(segue: Segue, application: Application): Arm<Readonly<Record<string, number>>> {
  const legacyMsOf = watchMigrations(segue);
  let next = 0;
  return {
    async turn(milliseconds) {
      const logins: { loginMs: number; legacyMs: number }[] = [];
      for (const end = performance.now() + milliseconds; performance.now() < end; next += 1) {
        const person = knownPerson(next);
        const { milliseconds: loginMs } = await logIn(segue, application, person);
        logins.push({ loginMs, legacyMs: await legacyMsOf(person.userId) });
      }
      return {
        loginMs: median(logins.map((login) => login.loginMs)),
        legacyMs: median(logins.map((login) => login.legacyMs)),
        beyondLegacyMs: median(logins.map((login) => login.loginMs - login.legacyMs)),
      };
    },
  };
}

/** How long the legacy call took, as the event of each migration tells it in the log. */
function watchMigrations(segue: Segue): (userId: string) => Promise<number> {
  const told = new Map<unknown, PromiseWithResolvers<number>>();
  const ofUser = (userId: unknown): PromiseWithResolvers<number> => {
    const entry = told.get(userId) ?? Promise.withResolvers<number>();
    told.set(userId, entry);
    return entry;
  };
  segue.onLine((line) => {
    const { event } = JSON.parse(line);
    if (event?.kind === 'user-migrated') ofUser(event.userId).resolve(Number(event.legacy.durationMs));
  });
  return (userId) => ofUser(userId).promise;
}
