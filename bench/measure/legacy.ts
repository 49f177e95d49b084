import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Application, createApplication, type Person } from './application.ts';
import { startChild } from './child.ts';
import { cores } from './cores.ts';
import type { Segue } from './segue.ts';

/** Shortest and longest, in milliseconds. */
export type Range = readonly [number, number];

/** What `bench/arms/legacy-service.ts` does before it answers. */
export interface LegacyTimes {
  readonly lookUpMs: Range;
  readonly checkMs?: Range;
  /** It resets every connection for a while, and answers for a while, in turns. */
  readonly outages?: { readonly awayMs: number; readonly thereMs: number };
}

/** A legacy user service that waits before it answers. */
export interface LegacyService extends AsyncDisposable {
  readonly url: string;
}

/** Starts the service on the generator's core: what it does is not to be measured. */
export async function startLegacyService({
  lookUpMs,
  checkMs = [0, 0],
  outages = { awayMs: 0, thereMs: 0 },
}: LegacyTimes): Promise<LegacyService> {
  const module = fileURLToPath(new URL('../arms/legacy-service.ts', import.meta.url));
  const times = [...lookUpMs, ...checkMs, outages.awayMs, outages.thereMs].map(String);
  const child = startChild({ core: cores.generator, nodeArguments: [module, ...times] });
  const { port }: { port: number } = await child.until((line) => JSON.parse(line)); // our own line
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

/** An application whose users come from the service. */
export async function createMigration(
  segue: Segue,
  legacy: Pick<LegacyService, 'url'>,
): Promise<Application> {
  return createApplication(segue, await migrationFrom(legacy));
}

/** Options of a connection whose users come from the service, with the scripts of the legacy shop. */
export async function migrationFrom(legacy: Pick<LegacyService, 'url'>): Promise<object> {
  const script = (name: string): Promise<string> =>
    readFile(new URL(`../../examples/legacy-shop/${name}.js`, import.meta.url), 'utf8');
  return {
    import_mode: true,
    enabledDatabaseCustomization: true,
    customScripts: { login: await script('login'), get_user: await script('get-user') },
    configuration: { SHOP_URL: legacy.url, SHOP_API_USER: 'bench', SHOP_API_PASSWORD: 'not asked here' },
  };
}

/** The user of this number in the service. */
export function knownPerson(number: number): Person {
  return { userId: `auth0|${number}`, email: `known${number}@bench.test`, password: `password of ${number}` };
}
