import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleConnection } from '../accounts/fakes/samples.ts';
import { openStore, StoreMisuse } from './index.ts';
import { onEachEngine } from './store-fixture.contract.ts';

describe('a store', () => {
  onEachEngine((newUrl) => {
    it('waits at its close for a transaction that is open, and keeps what it wrote', async () => {
      const url = await newUrl();
      const store = await openStore({ url });
      const [written, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const connection = sampleConnection();
      const work = store.accounts.transact(async (tx) => {
        written.resolve();
        await goOn.promise;
        await tx.connections.insert(connection);
      });
      await written.promise;
      const closed = store.close();
      goOn.resolve();
      await Promise.all([work, closed]);
      const again = await openStore({ url });
      assert.deepEqual(await again.accounts.connections.list(), [connection]);
      await again.close();
    });

    it('does not wait for ever: a transaction that does not end is rolled back', async () => {
      const url = await newUrl();
      const store = await openStore({ url, drainMs: 1 });
      const [written, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const work = store.accounts.transact(async (tx) => {
        await tx.connections.insert(sampleConnection());
        written.resolve();
        await goOn.promise;
        await tx.connections.insert(sampleConnection());
      });
      const failed = assert.rejects(work);
      await written.promise;
      await store.close();
      goOn.resolve();
      await failed;
      const again = await openStore({ url });
      assert.deepEqual(await again.accounts.connections.list(), []);
      await again.close();
    });

    it('refuses calls once it is closed, and closes once', async () => {
      const store = await openStore({ url: await newUrl() });
      await Promise.all([store.close(), store.close()]);
      await assert.rejects(store.accounts.connections.list(), StoreMisuse);
      await assert.rejects(
        store.accounts.transact(async () => {}),
        StoreMisuse,
      );
      assert.equal(await store.isReady(), false);
    });

    it('shows a test every statement, begin, commit and rollback, before and after', async () => {
      const seen: string[] = [];
      const store = await openStore({
        url: await newUrl(),
        aroundStatement: async (kind, statement, run) => {
          seen.push(kind === 'statement' ? statement.slice(0, 6) : kind);
          try {
            return await run();
          } finally {
            seen.push('done');
          }
        },
      });
      seen.length = 0;
      await store.accounts.connections.insert(sampleConnection());
      assert.deepEqual(seen.splice(0), ['begin', 'done', 'insert', 'done', 'commit', 'done']);
      await store.tenant.settings.get();
      assert.deepEqual(seen.splice(0), ['select', 'done']);
      const work = store.accounts.transact(async (tx) => {
        await tx.events.record({ kind: 'user-created' });
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      assert.deepEqual(seen.splice(0), ['begin', 'done', 'insert', 'done', 'rollback', 'done']);
      await store.close();
    });

    it('leaves nothing of a transaction whose commit does not happen, and announces nothing of it', async () => {
      const announced: string[] = [];
      let failing = false;
      const store = await openStore({
        url: await newUrl(),
        announce: ({ kind }) => announced.push(kind),
        aroundStatement: async (kind, _statement, run) => {
          if (failing && kind === 'commit') throw new Error('pulled the plug');
          return run();
        },
      });
      failing = true;
      const work = store.accounts.transact(async (tx) => {
        await tx.connections.insert(sampleConnection());
        await tx.events.record({ kind: 'user-created' });
      });
      await assert.rejects(work, /pulled the plug/);
      failing = false;
      assert.deepEqual(await store.accounts.connections.list(), []);
      assert.deepEqual(announced, []);
      await store.close();
    });

    it('removes counters whose window has ended, so many at a time', async () => {
      const store = await openStore({ url: await newUrl() });
      for (const [key, window] of [
        ['a', 10],
        ['b', 10],
        ['c', 10],
        ['d', 500],
      ] as const)
        await store.counters.increment(key, window, 1000);
      assert.equal(await store.counters.deleteEnded(1010, 2), 2);
      assert.equal(await store.counters.deleteEnded(1010, 2), 1);
      assert.deepEqual(await store.counters.read(['a', 'b', 'c', 'd'], 1001), [0, 0, 0, 1]);
      await store.close();
    });

    it('refuses the rest of the store inside a transaction', async () => {
      const store = await openStore({ url: await newUrl() });
      await store.accounts.transact(async () => {
        await assert.rejects(store.tenant.settings.get(), StoreMisuse);
        await assert.rejects(store.counters.clear(['a']), StoreMisuse);
        await assert.rejects(store.oidc.destroy('Session', 'x'), StoreMisuse);
      });
      await store.close();
    });
  });

  it('refuses a URL that names no engine, and does not repeat it', async () => {
    for (const url of ['mysql://root:secret@host/db', 'sqlite:', '', '/tmp/a.sqlite'])
      await assert.rejects(openStore({ url }), (error) => {
        assert.ok(error instanceof RangeError);
        assert.doesNotMatch(error.message, /secret|tmp/);
        return true;
      });
  });
});
