import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import { stores } from '../kit/stores.ts';
import { openHostileProxy } from './hostile-proxy.ts';
import { openLegacyStage } from './legacy-stage.ts';
import { plainScripts, startPlainLegacy } from './plain-legacy.ts';

for (const store of stores) {
  test(
    `one call finds out whether a legacy system is back, and nobody waits for it, ${store.name}`,
    store.options,
    async (t) => {
      const { segue, connect, password } = await openLegacyStage(t, store, { deadlineMs: 20_000 });
      const answering = Promise.withResolvers<void>();
      const legacy = await startPlainLegacy({ password, oneByOneFrom: answering.promise });
      t.after(() => legacy.stop());
      const proxy = await openHostileProxy(legacy.port, 'GET ');
      t.after(() => proxy.stop());
      const { logIn, condition } = await connect('shop', plainScripts(proxy.port));
      const isNow = async (state: string): Promise<boolean> => (await condition()).state === state;
      const metric = async (): Promise<string | undefined> =>
        /^segue_legacy_state\{connection="shop"\} (\d)$/m.exec((await segue.request('metrics')).text)?.[1];

      await proxy.feel('refuses');
      for (let at = 0; at < 5; at += 1) assert.equal((await logIn(`${at}@example.com`)).status, 503);
      assert.deepEqual([await isNow('open'), await metric()], [true, '2']);
      await proxy.feel('well');
      const isOver = async (): Promise<boolean> => (await condition()).retry_after_seconds === 0;
      await eventually(isOver, { within: 20_000, what: 'the end of the pause' });

      const finding = logIn('first@example.com');
      await eventually(() => legacy.asked() === 1, { within: 10_000, what: 'the question of the first' });
      assert.deepEqual([await isNow('half-open'), await metric()], [true, '1']);
      const meanwhile = await logIn('second@example.com');
      assert.equal(meanwhile.status, 503);
      assert.match(meanwhile.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      assert.equal(legacy.asked(), 1, 'nobody else was let through');

      answering.resolve();
      assert.equal((await finding).status, 200);
      assert.deepEqual([await isNow('closed'), await metric()], [true, '0']);
      assert.equal((await logIn('second@example.com')).status, 200);
    },
  );
}
