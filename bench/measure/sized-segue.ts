import { fileURLToPath } from 'node:url';
import { type Application, createApplication, createPeople, type Person } from './application.ts';
import { startChild } from './child.ts';
import { makeHome, type Segue, startSegue } from './segue.ts';

/** A Segue with so many users, of whom a few have passwords. */
export interface SizedSegue extends AsyncDisposable {
  readonly segue: Segue;
  readonly application: Application;
  readonly people: readonly Person[];
  readonly size: number;
  /** Its data is nearly all in the store before it is started, for nobody can wait for a million requests. */
  readonly fillSeconds: number;
}

const peopleWithPasswords = 40;
const secretKey = Buffer.alloc(32, 7).toString('base64'); // of a database that lives as long as the figure

/** @param databaseUrl of an empty PostgreSQL database; undefined: SQLite in a file */
export async function startSizedSegue(size: number, databaseUrl?: string): Promise<SizedSegue> {
  await using started = new AsyncDisposableStack();
  const home = started.use(await makeHome());
  const url = databaseUrl ?? `sqlite:${home.databaseFile}`;
  const environment = { DATABASE_URL: url, SEGUE_SECRET_KEY: secretKey };
  const first = await startSegue(home, { environment });
  const application = await createApplication(first, {});
  const people = await createPeople(first, application, peopleWithPasswords);
  await first[Symbol.asyncDispose]();
  const began = performance.now();
  await fill(url, application.realm, size - peopleWithPasswords);
  const fillSeconds = (performance.now() - began) / 1_000;
  const segue = started.use(await startSegue(home, { environment }));
  const owned = started.move();
  return { segue, application, people, size, fillSeconds, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function fill(url: string, connectionName: string, count: number): Promise<void> {
  const program = fileURLToPath(new URL('../arms/fill-users.ts', import.meta.url));
  await using filler = startChild({ nodeArguments: [program, url, connectionName, String(count)] });
  await filler.until((line) => JSON.parse(line).filled as number | undefined);
}
