import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { sampleConnection, sampleTicket, sampleUser } from '../accounts/fakes/samples.ts';
import { NewerSchemaError, openStore } from './index.ts';
import { schemaMigrations } from './schema-migrations/all.ts';
import type { SchemaMigration } from './schema-migrations/schema-migration.ts';
import { onEachEngine } from './store-fixture.contract.ts';

const run = promisify(execFile);

function next(...statements: readonly string[]): readonly SchemaMigration[] {
  const number = schemaMigrations.length + 1;
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
        const known = schemaMigrations.length;
        const said = `has schema ${known + 1} and this release knows schemas up to ${known}: start a newer`;
        assert.ok(error.message.includes(said), error.message);
        return true;
      });
    });

    it('bring the database of every older release up to date, and keep what was in it', async () => {
      for (let known = 1; known < schemaMigrations.length; known += 1) {
        const url = await newUrl();
        const older = await openStore({ url, schemaMigrations: schemaMigrations.slice(0, known) });
        const connection = sampleConnection();
        const user = sampleUser({ connectionId: connection.id });
        await older.accounts.connections.insert(connection);
        await older.accounts.users.insert(user, 'a hash');
        await older.close();
        const store = await openStore({ url });
        assert.equal(await store.isReady(), true);
        assert.deepEqual(await store.accounts.users.find(user.userId), user);
        const { connectionId, userId } = user;
        assert.equal(await store.accounts.tickets.insert(sampleTicket({ connectionId, userId })), true);
        await store.close();
      }
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
