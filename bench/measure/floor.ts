import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordedLogin } from '../arms/floor.ts';
import type { RecordedStatement } from '../arms/record-sql.ts';
import { type Application, createApplication, createPeople, logIn, type Person } from './application.ts';
import { type Home, makeHome, startSegue } from './segue.ts';
import { startWorker, type Worker } from './worker.ts';

/** A database with users in it, and what Segue does there for a login of each. */
export interface RecordedLogins extends AsyncDisposable {
  readonly home: Home;
  readonly application: Application;
  readonly people: readonly Person[];
  /** A process that does what was recorded, on a copy of the database. */
  startFloor(options: { readonly withHash: boolean }): Worker;
}

const recordSql = fileURLToPath(new URL('../arms/record-sql.ts', import.meta.url));
const floor = fileURLToPath(new URL('../arms/floor.ts', import.meta.url));
const stubbing = fileURLToPath(new URL('../arms/without-hash.ts', import.meta.url));

/** For a Segue: a stub in place of the password hash. */
export const withoutHash: readonly string[] = ['--import', stubbing];

/** Fills a database with people, has each of them log in once, and records what Segue does for it. */
export async function recordLogins(
  count: number,
  { nodeFlags = [] }: { readonly nodeFlags?: readonly string[] } = {},
): Promise<RecordedLogins> {
  const home = await makeHome();
  const record = join(home.folder, 'statements.jsonl');
  const logins: RecordedLogin[] = [];
  await using segue = await startSegue(home, {
    nodeFlags: [...nodeFlags, '--import', recordSql],
    environment: { BENCH_SQL_RECORD: record },
  });
  const application = await createApplication(segue, { brute_force_protection: false });
  const people = await createPeople(segue, application, count);
  await logIn(segue, application, person(people)); // the first one compiles and caches
  for (const each of people) {
    truncateSync(record);
    const { tokens } = await logIn(segue, application, each);
    logins.push({
      password: each.password,
      statements: readStatements(record),
      signed: tokens.map(signedPart),
    });
  }
  return {
    home,
    application,
    people,
    startFloor: ({ withHash }) => startFloor(home, logins, withHash),
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

function startFloor(
  { folder, databaseFile }: Home,
  logins: readonly RecordedLogin[],
  withHash: boolean,
): Worker {
  const [copy, list] = [join(folder, 'floor.sqlite'), join(folder, 'logins.json')];
  copyFileSync(databaseFile, copy); // whole: the Segue that wrote it has closed it
  writeFileSync(list, JSON.stringify(logins));
  const flags = withHash ? [] : ['--without-hash'];
  return startWorker({ nodeArguments: [floor, copy, list, ...flags] });
}

function readStatements(record: string): readonly RecordedStatement[] {
  const lines = readFileSync(record, 'utf8').trim().split('\n');
  return lines.map((line): RecordedStatement => JSON.parse(line)); // written by arms/record-sql.ts
}

/** Header and payload: what the signature of a JWT covers. */
function signedPart(token: string): string {
  return token.slice(0, token.lastIndexOf('.'));
}

function person(people: readonly Person[]): Person {
  const [first] = people;
  if (first === undefined) throw new RangeError('at least one person');
  return first;
}
