import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { verify } from '@node-rs/argon2';
import { newObjectId } from '../../src/lib/object-id.ts';
import { serveTurns } from '../measure/worker.ts';
import type { RecordedStatement } from './record-sql.ts';

/*
 * The least that a login can cost: in one bare process, the verification of the password, a signature for each token and
 * the SQL that Segue was seen to run, on SQLite. `node floor.ts <database> <logins.json> [--without-hash]`
 */

/** What Segue did for one login. */
export interface RecordedLogin {
  readonly password: string;
  readonly statements: readonly RecordedStatement[];
  /** Of each token what its signature covers. */
  readonly signed: readonly string[];
}

const [databaseFile = '', loginsFile = '', flag] = process.argv.slice(2);
const withHash = flag !== '--without-hash';
const logins: readonly RecordedLogin[] = JSON.parse(readFileSync(loginsFile, 'utf8'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));

// Opened as src/store/engines/sqlite.ts opens them: one that writes, one that reads.
const writer = new DatabaseSync(databaseFile, { enableForeignKeyConstraints: true });
writer.exec('pragma journal_mode = wal; pragma synchronous = full');
const databases = [
  writer,
  new DatabaseSync(databaseFile, { readOnly: true, enableForeignKeyConstraints: true }),
];
const prepared = databases.map(() => new Map<string, { statement: StatementSync; reads: boolean }>());

async function logIn({ password, statements, signed }: RecordedLogin): Promise<void> {
  let isRight = false;
  for (const recorded of statements) {
    const hash = run(recorded).find((row) => 'hash' in row)?.['hash'];
    if (typeof hash === 'string') isRight = !withHash || (await verify(hash, password));
  }
  for (const input of signed) sign('sha256', Buffer.from(input), key);
  if (!isRight) throw new Error('the recorded login holds no password hash, or the password is wrong');
}

function run({ connection, sql, values }: RecordedStatement): readonly Record<string, SQLOutputValue>[] {
  const { statement, reads } = statementFor(connection, sql);
  const fresh = sql.startsWith('insert')
    ? values.map((value) => (isObjectId(value) ? newObjectId() : value))
    : values;
  if (reads) return statement.all(...fresh);
  const { changes } = statement.run(...fresh);
  if (/^(insert|update)/.test(sql) && changes !== 1) throw new Error(`changed ${changes} rows: ${sql}`);
  return [];
}

function statementFor(connection: number, sql: string): { statement: StatementSync; reads: boolean } {
  const known = prepared[connection]?.get(sql);
  if (known !== undefined) return known;
  const statement = databases[connection]?.prepare(sql);
  if (statement === undefined) throw new Error(`Segue opened more databases than the floor: ${connection}`);
  const made = { statement, reads: statement.columns().length > 0 };
  prepared[connection]?.set(sql, made);
  return made;
}

/** Ids of new rows: those of the record are there already. */
function isObjectId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
}

let count = 0;
serveTurns(async (milliseconds) => {
  const before = count;
  for (const end = performance.now() + milliseconds; performance.now() < end; count += 1) {
    const login = logins[count % logins.length];
    if (login === undefined) throw new Error('no logins were recorded');
    await logIn(login);
  }
  return { count: count - before };
});
