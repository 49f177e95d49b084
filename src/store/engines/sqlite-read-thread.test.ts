import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { temporaryFolder } from '../store-fixture.contract.ts';
import { eachRow, ReadTookTooLong } from './long-reads.ts';
import { openReadThread } from './sqlite-read-thread.ts';

const path = join(await temporaryFolder(), 'read.sqlite');
const database = new DatabaseSync(path);
database.exec("pragma journal_mode = wal; create table t (a text) strict; insert into t values ('x')");
after(() => database.close());

const endless = sql`with recursive n(i) as (select 1 union all select i + 1 from n where ${sql.raw(eachRow)} true)
  select count(*) from n`;
const start = { path, busyTimeoutMs: 50 };

test('reads what is committed, and tells what is wrong with a statement', async () => {
  const thread = openReadThread(start);
  const db = new Kysely<{ t: { a: string } }>({ dialect: thread.dialect });
  assert.deepEqual(await db.selectFrom('t').select('a').where('a', '=', 'x').execute(), [{ a: 'x' }]);
  database.exec("insert into t values ('y')");
  assert.equal((await db.selectFrom('t').selectAll().execute()).length, 2);
  await assert.rejects(sql`select * from nowhere`.execute(db), /no such table: nowhere/);
  await assert.rejects(sql`delete from t`.execute(db), /readonly/);
  await thread.close();
});

test('gives up what takes too long, and reads on', async () => {
  const thread = openReadThread(start, 300);
  const db = new Kysely<{ t: { a: string } }>({ dialect: thread.dialect });
  await assert.rejects(endless.execute(db), ReadTookTooLong);
  const [ended] = await Promise.allSettled([endless.execute(db), db.selectFrom('t').selectAll().execute()]);
  assert.ok(ended.status === 'rejected' && ended.reason instanceof ReadTookTooLong);
  assert.ok((await db.selectFrom('t').selectAll().execute()).length > 0);
  await thread.close();
});

test('ends while it reads when it is closed', async () => {
  const thread = openReadThread(start);
  const db = new Kysely<{ t: { a: string } }>({ dialect: thread.dialect });
  await db.selectFrom('t').selectAll().execute();
  const reading = endless.execute(db);
  const refused = assert.rejects(reading, /the store is closed/);
  await setImmediate(); // it is on its way
  await thread.close();
  await refused;
  await assert.rejects(db.selectFrom('t').selectAll().execute(), /the store is closed/);
});
