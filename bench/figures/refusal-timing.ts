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
const tellingArea = 0.75;

interface Legacy {
  readonly is: string;
  readonly lookUpMs: readonly [number, number];
  readonly checkMs: readonly [number, number];
  /** Refusals before the first probe: where T has to find its place. */
  readonly warmUp: number;
}

// The latency varies, and a known user costs a slow hash. The second is slower than T when it is cold (300 ms): T needs
// six rounds of 128 to rise above it.
const legacies: readonly Legacy[] = [
  { is: 'a legacy of 15 to 205 ms', lookUpMs: [15, 105], checkMs: [40, 100], warmUp: 0 },
  { is: 'a legacy of 120 to 450 ms', lookUpMs: [120, 300], checkMs: [60, 150], warmUp: 1_200 },
];

/** S1: whether the time of a refusal tells who exists, and where. */
export const refusalTiming: Figure = {
  name: 'refusal-timing',
  async measure({ pairs }) {
    const accounts = pairs * accountsPerPair;
    const rows: Row[] = [];
    for (const legacy of legacies) {
      const withWait = await probe(accounts, legacy, {});
      const without = await probe(accounts, { ...legacy, warmUp: 0 }, { program: [withoutWait] });
      rows.push(...pairsOfClasses.map((pair) => compare(pair, legacy, withWait, without)));
    }
    return rows;
  },
};

function compare(
  [one, other]: readonly [Class, Class],
  legacy: Legacy,
  withWait: Times,
  without: Times,
): Row {
  const bare = areaUnderCurve(without[one], without[other]);
  if (bare < tellingArea) {
    const found = `without the wait ${one} and ${other} are told apart by ${bare.toFixed(2)} only`;
    throw new Error(`${found}: on a machine so busy this proves nothing`);
  }
  return {
    figure: `wrong password, ${one} or ${other}? ${legacy.is}`,
    unit: 'AUC',
    ours: areaUnderCurve(withWait[one], withWait[other]),
    beside: { name: 'without the wait', value: bare },
    goal: { of: 'ours', atMost: 0.55 },
  };
}

const pairsOfClasses: readonly (readonly [Class, Class])[] = [
  ['migrated', 'unmigrated'],
  ['migrated', 'unknown'],
  ['unmigrated', 'unknown'],
];

/** Tries a wrong password on the same accounts again and again, at fixed times, each from an address of its own. */
async function probe(accounts: number, latency: Legacy, how: SegueOptions): Promise<Times> {
  await using legacy = await startLegacyService(latency);
  await using home = await makeHome();
  await using segue = await startSegue(home, { ...how, environment: { SEGUE_TRUST_PROXY: 'true' } });
  const application = await createMigration(segue, legacy);
  for (let number = 0; number < accounts; number += 1) await logIn(segue, application, knownPerson(number));

  const times: Record<Class, number[]> = { migrated: [], unmigrated: [], unknown: [] };
  await atAPace(warmUpOf(latency), (probe) => send(probe, 11));
  await atAPace(probesOf(accounts), async (probe) => times[probe.is].push(await send(probe, 10)));
  return times;

  async function send({ email, place }: Placed<Probe>, net: number): Promise<number> {
    const address = { 'x-forwarded-for': `${net}.${place >> 16}.${(place >> 8) & 255}.${place & 255}` };
    const answer = await askForTokens(segue, application, { email, password: 'not the right one' }, address);
    if (answer.status !== 403 || !answer.text.includes('invalid_grant'))
      throw new Error(`a probe was answered with ${answer.status}: ${answer.text}`);
    return answer.milliseconds;
  }
}

type Placed<T> = T & { readonly place: number };

/** Starts each at its time, whatever became of those before it. */
async function atAPace<T>(all: readonly T[], each: (one: Placed<T>) => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await Promise.all(
    all.map(async (one, place) => {
      await delay(Math.max(1, began + (place * 1_000) / probesPerSecond - performance.now()));
      await each({ ...one, place });
    }),
  );
}

/** People of whom the probes do not ask. */
function warmUpOf({ warmUp }: Legacy): readonly Probe[] {
  return Array.from({ length: warmUp }, (_, number) => ({
    is: 'unmigrated',
    email: knownPerson(1_000_000 + number).email,
  }));
}

function probesOf(accounts: number): readonly Probe[] {
  const each = Array.from({ length: accounts }, (_, number): readonly Probe[] => [
    { is: 'migrated', email: knownPerson(number).email },
    { is: 'unmigrated', email: knownPerson(accounts + number).email },
    { is: 'unknown', email: `nobody${number}@bench.test` },
  ]).flat();
  return shuffled(Array.from({ length: probesPerAccount }, () => each).flat());
}
