import { isPlainObject } from '../../src/lib/json.ts';
import { skipUnless, startPostgres } from '../../test/kit/services/index.ts';
import { logIn } from '../measure/application.ts';
import { type Arm, samplesOf, takeTurns } from '../measure/arms.ts';
import type { Figure, LeftOut, Row } from '../measure/figure.ts';
import { customerNumberOf, emailOf } from '../measure/many-people.ts';
import { type SizedSegue, startSizedSegue } from '../measure/sized-segue.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';

const few = 10_000;
const many = Number(process.env['SEGUE_BENCH_USERS'] ?? 1_000_000);
const warmUpMs = 500;
const turnMs = 300;
const mostTimes = 2;

/** What an operation does once, with people of a number below the size; answers with how long it took. */
type Operation = (store: SizedSegue, number: number) => Promise<number>;

const operations: Readonly<Record<string, Operation>> = {
  'list, with total': listing(() => 'per_page=50&include_totals=true'),
  'list, newest first': listing(() => 'per_page=50&sort=created_at:-1'),
  'name:mari*, with total': searching(() => 'name:mari*'),
  'email:per* (everybody), with total': searching(() => 'email:per*'),
  'email:"…", with total': searching((number) => `email:"${emailOf(number)}"`),
  'metadata of one, with total': searching(
    (number) => `app_metadata.customer_number:${customerNumberOf(number)}`,
  ),
  'metadata of many, with total': searching(() => 'user_metadata.city:"Paris"'),
  'metadata of many and not blocked': searching(() => 'app_metadata.plan:gold AND NOT blocked:true'),
  'users-by-email': async (store, number) =>
    (await store.segue.read(`users-by-email?email=${encodeURIComponent(emailOf(number))}`)).milliseconds,
  login: async ({ segue, application, people }, number) =>
    (await logIn(segue, application, people[number % people.length] ?? people[0] ?? nobody())).milliseconds,
};

/** Whether what takes a moment with ten thousand users takes no more than twice that with a million. */
export const usersAtSize: Figure = {
  name: 'users-at-size',
  byNameOnly: true,
  async measure(pace) {
    const rows: (Row | LeftOut)[] = await measureOn('SQLite', async () => undefined, pace);
    const { skip } = skipUnless('postgres');
    if (skip !== false) return [...rows, { figure: 'users at size, PostgreSQL', leftOut: skip }];
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startPostgres({ own: true }), ({ stop }) => stop());
    return [...rows, ...(await measureOn('PostgreSQL', () => server.newDatabase(), pace))];
  },
};

async function measureOn(
  engine: string,
  newDatabase: () => Promise<string | undefined>,
  pace: { readonly pairs: number },
): Promise<Row[]> {
  await using small = await startSizedSegue(few, await newDatabase());
  await using large = await startSizedSegue(many, await newDatabase());
  const rows: Row[] = [];
  for (const [name, operation] of Object.entries(operations)) {
    const arms = { large: armOf(large, operation), small: armOf(small, operation) };
    rows.push(rowOf(`${name}, ${engine}`, `${few.toLocaleString('en')} users`, await takeTurns(arms, pace)));
  }
  const pages = { large: armOf(large, deepPage), small: armOf(large, firstPage) };
  rows.push(rowOf(`page by checkpoint, deep, ${engine}`, 'the first page', await takeTurns(pages, pace)));
  const note = `Filled in ${large.fillSeconds.toFixed(0)} s: ${many.toLocaleString('en')} users.`;
  return rows.map((row, place) => (place === 0 ? { ...row, note } : row));
}

function rowOf(
  figure: string,
  beside: string,
  turns: Readonly<Record<'large' | 'small', readonly number[]>>,
): Row {
  return {
    figure: `${figure}, p50`,
    unit: 'ms',
    ours: median(turns.large),
    beside: { name: beside, value: median(turns.small) },
    compared: { as: 'ratio', ...spreadOf(ratios(turns.large, turns.small)) },
    goal: { of: 'comparison', atMost: mostTimes },
  };
}

function armOf(store: SizedSegue, operation: Operation): Arm {
  let next = 0;
  const sample = (): Promise<number> => {
    next += 1;
    // Whom the small store has, spread over the large one: another page of its indexes each time.
    return operation(store, (next * 7_919) % (store.size - 100));
  };
  return { warmUpMs, turnMs, ...samplesOf(sample, median) };
}

function listing(query: () => string): Operation {
  return async ({ segue }) => {
    const { milliseconds, body } = await segue.read(`users?${query()}`);
    if (!JSON.stringify(body).includes('user_id')) throw new Error(`nobody found by ${query()}`);
    return milliseconds;
  };
}

function searching(queryFor: (number: number) => string): Operation {
  return async ({ segue }, number) => {
    const q = queryFor(number);
    const path = `users?search_engine=v3&per_page=50&include_totals=true&q=${encodeURIComponent(q)}`;
    const { milliseconds, body } = await segue.read(path);
    if (!isPlainObject(body) || !(Number(body['total']) >= 1)) throw new Error(`nobody found by ${q}`);
    return milliseconds;
  };
}

const firstPage: Operation = async ({ segue }) => (await segue.read('users?take=50')).milliseconds;

/** A page after nine tenths of all users: their ids are spread evenly, so that the place can be named. */
const deepPage: Operation = async ({ segue }) => {
  const { milliseconds, body } = await segue.read(`users?take=50&from=${encodeURIComponent('auth0|e6')}`);
  if (!isPlainObject(body) || body['next'] === undefined) throw new Error('there is no deep page');
  return milliseconds;
};

function nobody(): never {
  throw new Error('nobody has a password');
}
