import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askForTokens, logIn } from '../measure/application.ts';
import { shuffled } from '../measure/arms.ts';
import type { Figure, Row } from '../measure/figure.ts';
import { createMigration, knownPerson, startLegacyService } from '../measure/legacy.ts';
import { makeHome, type SegueOptions, startSegue } from '../measure/segue.ts';
import { areaUnderCurve } from '../measure/statistics.ts';

/** What an attacker would like to know of an address. */
type Class = 'migrated' | 'unmigrated' | 'unknown';

interface Probe {
  readonly is: Class;
  readonly email: string;
}

type Times = Readonly<Record<Class, readonly number[]>>;

const withoutWait = fileURLToPath(new URL('../arms/segue-without-wait.ts', import.meta.url));

// At eleven pairs a thousand samples a class: a coin's AUC then stays within 0.5 ± 0.04 in all but one of a thousand runs.
const accountsPerPair = 9;
const probesPerAccount = 10;
const probesPerSecond = 40; // a quarter of what one core can hash: a queue would hide what is looked for
const latency = { lookUpMs: [15, 105], checkMs: [40, 100] } as const; // varies, and a known user costs a slow hash
const tellingArea = 0.75;

/** S1: whether the time of a refusal tells who exists, and where. */
export const refusalTiming: Figure = {
  name: 'refusal-timing',
  async measure({ pairs }) {
    const accounts = pairs * accountsPerPair;
    const withWait = await probe(accounts, {});
    const without = await probe(accounts, { program: [withoutWait] });
    const found = pairsOfClasses.map(([one, other]): Row => {
      const bare = areaUnderCurve(without[one], without[other]);
      if (bare < tellingArea) {
        const found = `without the wait ${one} and ${other} are told apart by ${bare.toFixed(2)} only`;
        throw new Error(`${found}: on a machine so busy this proves nothing`);
      }
      return {
        figure: `wrong password, ${one} or ${other}?`,
        unit: 'AUC',
        ours: areaUnderCurve(withWait[one], withWait[other]),
        beside: { name: 'without the wait', value: bare },
        goal: { of: 'ours', atMost: 0.55 },
      };
    });
    return found;
  },
};

const pairsOfClasses: readonly (readonly [Class, Class])[] = [
  ['migrated', 'unmigrated'],
  ['migrated', 'unknown'],
  ['unmigrated', 'unknown'],
];

/** Tries a wrong password on the same accounts again and again, at fixed times, each from an address of its own. */
async function probe(accounts: number, how: SegueOptions): Promise<Times> {
  await using legacy = await startLegacyService(latency);
  await using home = await makeHome();
  await using segue = await startSegue(home, { ...how, environment: { SEGUE_TRUST_PROXY: 'true' } });
  const application = await createMigration(segue, legacy);
  for (let number = 0; number < accounts; number += 1) await logIn(segue, application, knownPerson(number));

  const times: Record<Class, number[]> = { migrated: [], unmigrated: [], unknown: [] };
  const began = performance.now();
  const sent = probesOf(accounts).map(async ({ is, email }, place) => {
    await delay(Math.max(1, began + (place * 1_000) / probesPerSecond - performance.now()));
    const address = { 'x-forwarded-for': `10.${place >> 16}.${(place >> 8) & 255}.${place & 255}` };
    const answer = await askForTokens(segue, application, { email, password: 'not the right one' }, address);
    if (answer.status !== 403 || !answer.text.includes('invalid_grant'))
      throw new Error(`a probe was answered with ${answer.status}: ${answer.text}`);
    times[is].push(answer.milliseconds);
  });
  await Promise.all(sent);
  return times;
}

function probesOf(accounts: number): readonly Probe[] {
  const each = Array.from({ length: accounts }, (_, number): readonly Probe[] => [
    { is: 'migrated', email: knownPerson(number).email },
    { is: 'unmigrated', email: knownPerson(accounts + number).email },
    { is: 'unknown', email: `nobody${number}@bench.test` },
  ]).flat();
  return shuffled(Array.from({ length: probesPerAccount }, () => each).flat());
}
