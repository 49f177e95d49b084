import { type Application, askForTokens, logIn, type Person } from './application.ts';
import type { Arm } from './arms.ts';
import { arrivals, atTheirTimes } from './arrivals.ts';
import { cycle } from './cycle.ts';
import { createMigration, knownPerson, type LegacyService, migrationFrom } from './legacy.ts';
import type { Segue } from './segue.ts';

/** People who come to a connection of their own, and each of the statuses that they may be answered with. */
export interface Crowd {
  readonly name: string;
  readonly legacy: Pick<LegacyService, 'url'>;
  readonly hears: readonly number[];
}

/** How long logins of two kinds took, from the moment at which each was due. */
export interface Logins {
  readonly migratedMs: readonly number[];
  readonly elsewhereMs: readonly number[];
}

/** Of each crowd. */
export const comingPerSecond = 2;

const loginsPerSecond = 20; // of each kind: with their hashes a third of the server’s core
const migratedPeople = 50;
const settleMs = 22_000; // who comes first to one that hangs waits out the deadline of 20 s, and its breaker opens
const warmUpMs = 8_000;
const turnMs = 4_000; // eighty logins of each kind

export interface CrowdedArm extends Arm<Logins> {
  /** Has the crowds alone come, until the guards before their legacy systems know how things stand. */
  settle(): Promise<void>;
}

/**
 * Logs in migrated users and newcomers of one connection at random times, the same in every arm, while crowds come to
 * other connections of the same server.
 */
export async function besideCrowds(
  segue: Segue,
  elsewhere: LegacyService,
  crowds: readonly Crowd[],
): Promise<CrowdedArm> {
  const application = await createMigration(segue, elsewhere);
  const coming = await Promise.all(crowds.map((crowd) => gather(segue, application, crowd)));
  let turns = 0;
  const come = (milliseconds: number): Promise<unknown> =>
    Promise.all(coming.map((comes, crowd) => comes(milliseconds, turns + crowd)));
  const migrated = Array.from({ length: migratedPeople }, (_, number) => knownPerson(number));
  for (const person of migrated) await logIn(segue, application, person);
  const nextMigrated = cycle(migrated);
  const nextNewcomer = newcomers(migratedPeople);
  const logInAtRandom = (milliseconds: number, next: () => Person): Promise<readonly number[]> => {
    turns += 1;
    const times = arrivals(turns, loginsPerSecond, milliseconds);
    return atTheirTimes(times, () => logIn(segue, application, next()));
  };
  return {
    warmUpMs,
    turnMs,
    settle: async () => void (await come(settleMs)),
    async turn(milliseconds) {
      const [migratedMs, elsewhereMs] = await Promise.all([
        logInAtRandom(milliseconds, nextMigrated),
        logInAtRandom(milliseconds, nextNewcomer),
        come(milliseconds),
      ]);
      return { migratedMs, elsewhereMs };
    },
  };
}

type Come = (milliseconds: number, seed: number) => Promise<void>;

/** Makes the function that sends a crowd to its connection; what any of them has heard so far is looked at in the end. */
async function gather(segue: Segue, of: Application, crowd: Crowd): Promise<Come> {
  const application = await anotherConnection(segue, of, crowd);
  const next = newcomers(0);
  let wrong: string | undefined;
  const ask = async (): Promise<void> => {
    const { status, text } = await askForTokens(segue, application, next(), { 'x-forwarded-for': address() });
    if (!crowd.hears.includes(status)) wrong ??= `${status}: ${text}`;
  };
  return async (milliseconds, seed) => {
    const times = arrivals(seed, comingPerSecond, milliseconds);
    // Nobody waits for the answers: they may take longer than the turn.
    await atTheirTimes(times, async () => void ask().catch((error) => (wrong ??= String(error))));
    if (wrong !== undefined) throw new Error(`somebody heard of one that ${crowd.name}: ${wrong}`);
  };
}

function newcomers(first: number): () => Person {
  let number = first;
  return () => {
    number += 1;
    return knownPerson(number);
  };
}

let addresses = 0;

/** Everybody in a crowd comes from an address of their own. */
function address(): string {
  addresses += 1;
  return `198.18.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** A connection of the same application, whose ids do not clash with those of another. */
async function anotherConnection(
  segue: Segue,
  application: Application,
  { name: realm, legacy }: Crowd,
): Promise<Application> {
  await segue.create('connections', {
    name: realm,
    strategy: 'auth0',
    enabled_clients: [application.clientId],
    options: { ...(await migrationFrom(legacy)), segue: { legacy_id_prefix: `${realm}-` } },
  });
  return { ...application, realm };
}
