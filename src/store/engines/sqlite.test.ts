import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { Kysely, sql } from 'kysely';
import { sampleConnection, sampleUser } from '../../accounts/fakes/samples.ts';
import { newObjectId } from '../../lib/object-id.ts';
import { openStore } from '../index.ts';
import { temporaryFolder } from '../store-fixture.contract.ts';
import { adaptNodeSqlite } from './node-sqlite.ts';
import { openSqlite } from './sqlite.ts';

const folder = await temporaryFolder();
const newFile = (): string => join(folder, newObjectId(), 'deep', 'segue.sqlite');

it('makes the file and its folder, for nobody but its owner', async () => {
  const file = newFile();
  const store = await openStore({ url: `sqlite:${file}` });
  for (const name of await readdir(join(file, '..')))
    assert.equal((await stat(join(file, '..', name))).mode & 0o777, 0o600);
  assert.equal((await stat(join(file, '..'))).mode & 0o777, 0o700);
  await store.close();
  assert.deepEqual(await readdir(join(file, '..')), ['segue.sqlite']);
});

it('closes what it never used: the log goes with the last connection', async () => {
  const file = newFile();
  await (await openStore({ url: `sqlite:${file}` })).close();
  assert.deepEqual(await readdir(join(file, '..')), ['segue.sqlite']);
});

it('takes an absolute path with or without slashes before it', async () => {
  const file = newFile();
  for (const url of [`sqlite://${file}`, `sqlite:${file}`]) await (await openStore({ url })).close();
  assert.ok((await stat(file)).isFile());
});

it('waits for another process that holds the write lock', async () => {
  const file = newFile();
  let other: DatabaseSync | undefined;
  const store = await openStore({
    url: `sqlite:${file}`,
    aroundStatement: async (_kind, _statement, run) => {
      try {
        return await run();
      } catch (error) {
        // The other process goes on once ours has found the lock taken.
        other?.exec('commit');
        other = undefined;
        throw error;
      }
    },
  });
  for (const write of [
    () => store.accounts.connections.insert(sampleConnection()),
    () => store.counters.clear(['a']),
  ]) {
    const holder = new DatabaseSync(file);
    holder.exec('begin immediate');
    other = holder;
    await write();
    assert.equal(other, undefined);
    holder.close();
  }
  await store.close();
});

it('reads while a transaction is open', async () => {
  const store = await openStore({ url: `sqlite:${newFile()}` });
  const connection = sampleConnection();
  await store.accounts.connections.insert(connection);
  const [written, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work = store.accounts.transact(async (tx) => {
    await tx.users.insert(sampleUser({ connectionId: connection.id }), null);
    written.resolve();
    await goOn.promise;
  });
  await written.promise;
  const query = { offset: 0, limit: 9, withTotal: false };
  assert.deepEqual(await store.accounts.users.list(query), { users: [] });
  goOn.resolve();
  await work;
  assert.equal((await store.accounts.users.list(query)).users.length, 1);
  await store.close();
});

it('takes the write lock at the start of a transaction, not at its first write', async () => {
  const file = newFile();
  const store = await openStore({ url: `sqlite:${file}` });
  const other = new DatabaseSync(file, { timeout: 0 });
  await store.accounts.transact(async (tx) => {
    await tx.connections.list();
    assert.throws(() => other.exec('begin immediate'), /database is locked/);
  });
  other.exec('begin immediate');
  other.close();
  await store.close();
});

it('writes every commit through to the disk, and heeds foreign keys', async () => {
  const engine = await openSqlite(newFile());
  const db = new Kysely({ dialect: engine.writer });
  const settings = [];
  for (const name of ['journal_mode', 'synchronous', 'foreign_keys'])
    settings.push(...(await sql.raw(`pragma ${name}`).execute(db)).rows.map((row) => Object.assign({}, row)));
  assert.deepEqual(settings, [{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }]);
  await engine.close();
});

it('throws on a value that node:sqlite would take as named parameters', () => {
  const database = new DatabaseSync(':memory:');
  const adapted = adaptNodeSqlite(database);
  const statement = adapted.prepare('select ? as a, ? as b');
  assert.deepEqual(
    statement.all(['x', 1]).map((row) => Object.assign({}, row)),
    [{ a: 'x', b: 1 }],
  );
  for (const wrong of [new Date(), ['x'], { a: 1 }])
    assert.throws(() => statement.all([wrong, 1]), TypeError);
  adapted.close();
});

it('keeps a bounded number of statements prepared', () => {
  const database = new DatabaseSync(':memory:');
  const adapted = adaptNodeSqlite(database);
  const first = adapted.prepare('select 0');
  assert.equal(adapted.prepare('select 0'), first);
  for (let made = 1; made <= 500; made += 1) adapted.prepare(`select ${made}`);
  assert.notEqual(adapted.prepare('select 0'), first);
  adapted.close();
});
