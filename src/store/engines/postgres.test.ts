import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { skipUnless, startPostgres, type TestPostgres } from '../../../test/kit/services/index.ts';
import { sampleConnection, sampleUser } from '../../accounts/fakes/samples.ts';
import { openStore, type Store } from '../index.ts';

describe('PostgreSQL', skipUnless('postgres'), () => {
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startPostgres({ own: true });
  });
  after(() => postgres.stop());

  async function ask(url: string, sql: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function twoUsers(store: Store): Promise<readonly [string, string]> {
    const connection = sampleConnection();
    await store.accounts.connections.insert(connection);
    const [a, b] = [sampleUser({ connectionId: connection.id }), sampleUser({ connectionId: connection.id })];
    await store.accounts.users.insert(a, null);
    await store.accounts.users.insert(b, null);
    return [a.userId, b.userId];
  }

  it('runs a transaction again after a deadlock', async () => {
    const store = await openStore({ url: await postgres.newDatabase() });
    const [a, b] = await twoUsers(store);
    const login = { at: 1, ip: null, credentialVersion: 1 };
    let runs = 0;
    const bothHold = Promise.withResolvers<void>();
    const inOrder = (first: string, second: string) =>
      store.accounts.transact(async (tx) => {
        runs += 1;
        await tx.users.recordLogin(first, login);
        if (runs === 2) bothHold.resolve();
        await bothHold.promise;
        await tx.users.recordLogin(second, login);
        await tx.events.record({ kind: 'user-created', userId: first });
      });
    await Promise.all([inOrder(a, b), inOrder(b, a)]);
    // PostgreSQL ends one of the two, or now and then both.
    assert.ok(runs > 2);
    const query = { offset: 0, limit: 9, direction: 'asc', withTotal: true } as const;
    assert.equal((await store.accounts.events.list(query)).total, 2);
    for (const userId of [a, b]) assert.equal((await store.accounts.users.find(userId))?.loginsCount, 2);
    await store.close();
  });

  it('changes a connection in two transactions that have both found it, without a deadlock', async () => {
    const store = await openStore({ url: await postgres.newDatabase() });
    const { id, ...connection } = sampleConnection();
    await store.accounts.connections.insert({ id, ...connection });
    let runs = 0;
    const bothHaveFound = Promise.withResolvers<void>();
    const change = (changes: { displayName: string } | { realms: string[] }): Promise<unknown> =>
      store.accounts.transact(async (tx) => {
        await tx.connections.find(id);
        runs += 1;
        if (runs === 2) bothHaveFound.resolve();
        await bothHaveFound.promise;
        await tx.connections.update(id, changes);
      });
    await Promise.all([change({ displayName: 'Both' }), change({ realms: ['both'] })]);
    assert.equal(runs, 2);
    const { displayName, realms } = (await store.accounts.connections.find(id)) ?? {};
    assert.deepEqual([displayName, realms], ['Both', ['both']]);
    await store.close();
  });

  it('survives the loss of its connections, and tells of it', async () => {
    const lost = Promise.withResolvers<Error>();
    const url = await postgres.newDatabase();
    const store = await openStore({ url, onIdleError: lost.resolve });
    await store.tenant.settings.get();
    await ask(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'segue' and datname = current_database()`,
    );
    await lost.promise;
    assert.equal(await store.isReady(), true);
    await store.close();
  });

  it('is not ready, and says so, while the server does not answer', async () => {
    const own = await startPostgres({ own: true });
    const store = await openStore({ url: await own.newDatabase() });
    assert.equal(await store.isReady(), true);
    await own.stop();
    assert.equal(await store.isReady(), false);
    await assert.rejects(store.tenant.settings.get());
    await store.close();
  });

  it('reads large integers as numbers, for our own connections only', async () => {
    const url = await postgres.newDatabase();
    const store = await openStore({ url });
    const [userId] = await twoUsers(store);
    await store.accounts.users.update(userId, {}, Number.MAX_SAFE_INTEGER);
    assert.equal((await store.accounts.users.find(userId))?.updatedAt, Number.MAX_SAFE_INTEGER);
    assert.deepEqual(await ask(url, 'select 1::int8 as one'), [{ one: '1' }]);
    await store.close();
  });

  it('leaves no connection behind', async () => {
    const url = await postgres.newDatabase();
    const store = await openStore({ url });
    await Promise.all(Array.from({ length: 30 }, () => store.tenant.settings.get()));
    await store.close();
    // PostgreSQL does not drop a database that somebody is connected to.
    await ask(postgres.url, `drop database ${new URL(url).pathname.slice(1)}`);
  });

  it('compares ids by code point, whatever the locale of the database', async () => {
    await ask(
      postgres.url,
      `create database german template template0 locale_provider icu icu_locale 'de-DE'`,
    );
    const url = new URL(postgres.url);
    url.pathname = '/german';
    const store = await openStore({ url: url.href });
    const { id: connectionId } = sampleConnection();
    await store.accounts.connections.insert(sampleConnection({ id: connectionId }));
    for (const userId of ['b', 'C', 'a-b', 'aa'])
      await store.accounts.users.insert(sampleUser({ connectionId, userId }), null);
    const page = await store.accounts.users.list({ offset: 0, limit: 9, afterUserId: 'C', withTotal: false });
    assert.deepEqual(
      page.users.map(({ userId }) => userId),
      ['a-b', 'aa', 'b'],
    );
    await store.close();
  });
});
