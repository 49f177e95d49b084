import bcrypt from 'bcryptjs';
import { readRows } from '../kit/read-rows.ts';
import { startPostgres } from '../kit/services/index.ts';
import { openGate } from './gate.ts';
import type { Legacy, Person } from './legacy.ts';
import { tellTheStory } from './tell-the-story.ts';

/** Both scripts over a pool that lives as long as their process: an outage cuts its connections. */
const pool = `
const { Pool } = require('pg');
const pool = global.pool || new Pool({ connectionString: configuration.DATABASE_URL, max: 4 });
if (!global.pool) pool.on('error', () => {}); // of an idle connection: the next query opens another
global.pool = pool;
const columns = 'id, email, hash, plan, joined, display';
const select = (email) => pool.query('SELECT ' + columns + ' FROM accounts WHERE email = $1', [email]);
const profileOf = ({ id, email, plan, joined, display }) => ({
  user_id: id, email, email_verified: false, created_at: joined, name: display, metadata: { plan }
});`;

const login = `${pool}
async function login(email, password) {
  const { rows } = await select(email);
  if (rows.length === 0 || !(await require('bcrypt').compare(password, rows[0].hash))) return null;
  return profileOf(rows[0]);
}`;

const getUser = `${pool}
async function getByEmail(email) {
  const { rows } = await select(email);
  return rows.length === 0 ? null : profileOf(rows[0]);
}`;

/** Ids that no double holds. */
const idOf = ({ id }: Person): string => String(9_223_372_036_854_775_000n + BigInt(id));
const nameOf = ({ givenName, familyName }: Person): string => `${givenName} ${familyName}`;

async function start(people: readonly Person[]): Promise<Legacy> {
  const postgres = await startPostgres();
  const rows = people.map((person) => {
    const hash = bcrypt.hashSync(person.password, 4);
    return `(${idOf(person)}, '${person.email}', '${hash}', 'gold', '2001-02-03T04:05:06Z', '${nameOf(person)}')`;
  });
  const url = await postgres.newDatabase(`
    CREATE TABLE accounts
      (id bigint PRIMARY KEY, email text UNIQUE, hash text, plan text, joined timestamptz, display text);
    INSERT INTO accounts VALUES ${rows.join(', ')}`);
  const gate = await openGate(Number(new URL(url).port));
  const byGate = new URL(url);
  byGate.port = String(gate.port);
  return {
    login,
    getUser,
    configuration: { DATABASE_URL: byGate.href },
    secretKeys: ['DATABASE_URL'],
    profileOf: (person) => ({
      user_id: `auth0|${idOf(person)}`,
      name: nameOf(person),
      created_at: '2001-02-03T04:05:06.000Z',
      app_metadata: { plan: 'gold' },
    }),
    asked: async () => {
      const statements = await postgres.queryLog(url);
      return statements.flatMap((text) => /WHERE email = \$1 \[\$1 = '(.*)'\]$/.exec(text)?.[1] ?? []);
    },
    writes: async () => (await postgres.queryLog(url)).filter((statement) => !/^SELECT\b/i.test(statement)),
    // With the transaction that wrote each row last.
    dump: async () => JSON.stringify(await readRows(url, 'SELECT xmin::text, * FROM accounts ORDER BY id')),
    shut: gate.shut,
    reopen: gate.reopen,
    stop: async () => {
      await gate.shut();
      await postgres.stop();
    },
  };
}

tellTheStory({ name: 'a PostgreSQL table', services: ['postgres'], browsers: false, start });
