import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Kysely } from 'kysely';
import { sampleConnection, sampleTicket, sampleUser } from '../accounts/fakes/samples.ts';
import type { User, UserFilter, UserQuery } from '../accounts/index.ts';
import { rowFromUser } from './accounts/user-row.ts';
import type { Db } from './engines/engine.ts';
import { openPostgres } from './engines/postgres.ts';
import { openSqlite } from './engines/sqlite.ts';
import { NewerSchemaError, openStore } from './index.ts';
import { userSearch } from './schema-migrations/005-user-search.ts';
import { schemaMigrations } from './schema-migrations/all.ts';
import type { ColumnTypes, SchemaMigration } from './schema-migrations/schema-migration.ts';
import { onEachEngine } from './store-fixture.contract.ts';
import type { Tables } from './tables.ts';

const run = promisify(execFile);

const page = { offset: 0, limit: 9, withTotal: true } as const;

function searchByName(email: string): UserFilter {
  const pattern = { head: email, within: '', tail: '', isWhole: true };
  return { is: 'text', field: 'email', pattern };
}

/** Writes users as a release without search did. */
async function insertUserRows(url: string, users: readonly User[]): Promise<void> {
  const engine = url.startsWith('sqlite:')
    ? await openSqlite(url.slice('sqlite:'.length))
    : openPostgres(url, () => {});
  const db: Db = new Kysely<Tables>({ dialect: engine.writer });
  for (const user of users) await db.insertInto('users').values(rowFromUser(user)).execute();
  await engine.close();
}

function next(...statements: readonly string[]): readonly SchemaMigration[] {
  const number = Math.max(...schemaMigrations.map((each) => each.number)) + 1;
  return [...schemaMigrations, { number, name: 'next', statements: () => statements }];
}

/** Opens the store at this URL in a process of its own, and says whether it is ready. */
async function openElsewhere(url: string): Promise<string> {
  const store = new URL('./index.ts', import.meta.url).href;
  const script = `const { openStore } = await import(${JSON.stringify(store)});
    const store = await openStore({ url: ${JSON.stringify(url)} });
    process.stdout.write(String(await store.isReady()));
    await store.close();`;
  return (await run(process.execPath, ['--input-type=module', '--eval', script])).stdout;
}

describe('schema migrations', () => {
  onEachEngine((newUrl) => {
    it('run once: what was written stays when the store is opened again', async () => {
      const url = await newUrl();
      const connection = sampleConnection();
      const first = await openStore({ url });
      await first.accounts.connections.insert(connection);
      await first.close();
      const second = await openStore({ url });
      assert.equal(await second.isReady(), true);
      assert.deepEqual(await second.accounts.connections.list(), [connection]);
      await second.close();
    });

    it('let several processes start on an empty database at once', async () => {
      const url = await newUrl();
      const ready = await Promise.all(Array.from({ length: 4 }, () => openElsewhere(url)));
      assert.deepEqual(ready, ['true', 'true', 'true', 'true']);
    });

    it('let several stores of one process open an empty database at once', async () => {
      const url = await newUrl();
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url })));
      for (const store of stores) assert.equal(await store.isReady(), true);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('go on from where an older release stopped, and refuse the older release from then on', async () => {
      const url = await newUrl();
      const older = await openStore({ url });
      const newer = await openStore({
        url,
        schemaMigrations: next('create table later (id integer)', 'insert into later values (1)'),
      });
      assert.equal(await newer.isReady(), true);
      assert.equal(await older.isReady(), false);
      await Promise.all([older.close(), newer.close()]);
      await assert.rejects(openStore({ url }), (error) => {
        assert.ok(error instanceof NewerSchemaError);
        const known = Math.max(...schemaMigrations.map((each) => each.number));
        const said = `has schema ${known + 1} and this release knows schemas up to ${known}: start a newer`;
        assert.ok(error.message.includes(said), error.message);
        return true;
      });
    });

    it('begin the daily counts with the logins and sign-ups that the log still has', async () => {
      const url = await newUrl();
      const day = Date.UTC(2026, 0, 2);
      const events = [
        [day - 1, 'login-succeeded'],
        [day, 'login-succeeded'],
        [day + 5, 'signed-up'],
        [day + 9, 'login-succeeded'],
        [day + 10, 'login-blocked'],
      ].map(
        ([at, kind], id) =>
          `insert into events (id, at, kind, event) values ('${id}', ${at}, '${kind}', '{}')`,
      );
      const before = schemaMigrations.filter(({ number }) => number < 6);
      const withEvents = before.map((step) => ({
        ...step,
        statements: (types: ColumnTypes) => [
          ...step.statements(types),
          ...(step === before.at(-1) ? events : []),
        ],
      }));
      await (await openStore({ url, schemaMigrations: withEvents })).close();
      const store = await openStore({ url });
      const number = day / 86_400_000;
      assert.deepEqual(await store.accounts.statistics.daily({ from: 0, to: number + 9 }), [
        { day: number - 1, logins: 1, signUps: 0, firstAt: day - 1, lastAt: day - 1 },
        { day: number, logins: 2, signUps: 1, firstAt: day, lastAt: day + 9 },
      ]);
      await store.close();
    });

    it('bring the database of every older release up to date, and keep what was in it', async () => {
      for (let known = 1; known < schemaMigrations.length; known += 1) {
        const url = await newUrl();
        const older = await openStore({ url, schemaMigrations: schemaMigrations.slice(0, known) });
        const connection = sampleConnection();
        const user = sampleUser({ connectionId: connection.id });
        await older.accounts.connections.insert(connection);
        const knowsSearch = schemaMigrations.slice(0, known).includes(userSearch);
        if (knowsSearch) await older.accounts.users.insert(user, null);
        await older.close();
        if (!knowsSearch) await insertUserRows(url, [user]);
        const store = await openStore({ url });
        assert.equal(await store.isReady(), true);
        assert.deepEqual(await store.accounts.users.find(user.userId), user);
        const { connectionId, userId } = user;
        const filter = searchByName(user.email ?? '');
        assert.deepEqual(await store.accounts.users.list({ ...page, filter }), { users: [user], total: 1 });
        assert.equal(await store.accounts.tickets.insert(sampleTicket({ connectionId, userId })), true);
        await store.close();
      }
    });

    it('search and count users who were there before, in any number', async () => {
      const url = await newUrl();
      const older = await openStore({ url, schemaMigrations: schemaMigrations.slice(0, 4) });
      const connections = [sampleConnection(), sampleConnection(), sampleConnection()] as const;
      for (const connection of connections) await older.accounts.connections.insert(connection);
      await older.close();
      const users = Array.from({ length: 1_203 }, (_, number) =>
        sampleUser({
          connectionId: connections[number % 2]?.id ?? '',
          email: `Name${number}@Example.com`,
          userMetadata: { city: `city ${number % 100}` },
        }),
      );
      await insertUserRows(url, users);
      const { accounts, close } = await openStore({ url });
      const totalOf = async (query: Partial<UserQuery>): Promise<number | undefined> =>
        (await accounts.users.list({ ...page, ...query })).total;
      assert.equal(await totalOf({}), 1_203);
      const totals = await Promise.all(connections.map(({ id }) => totalOf({ connectionId: id })));
      assert.deepEqual(totals, [602, 601, 0]);
      assert.equal(await totalOf({ filter: searchByName('name1202@example.com') }), 1);
      const inCity = { is: 'metadata', of: 'user_metadata', path: 'city', value: 'city 2' } as const;
      assert.equal(await totalOf({ filter: inCity }), 13);
      const [first] = users;
      assert.equal(await accounts.users.delete(first?.userId ?? ''), true);
      assert.equal(await totalOf({}), 1_202);
      await close();
    });

    it('leave nothing behind when one of them fails', async () => {
      const url = await newUrl();
      const broken = next('create table half (id integer)', 'insert into nowhere values (1)');
      await assert.rejects(openStore({ url, schemaMigrations: broken }), /nowhere/);
      const whole = next('create table half (id integer)');
      const store = await openStore({ url, schemaMigrations: whole });
      assert.equal(await store.isReady(), true);
      await store.close();
    });
  });
});
