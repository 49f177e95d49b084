import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import { stores } from '../kit/stores.ts';
import { openLegacyStage } from './legacy-stage.ts';
import { plainScripts, startPlainLegacy } from './plain-legacy.ts';

for (const store of stores) {
  test(
    `S9: who is on board by chance when others end the process is let in all the same, ${store.name}`,
    store.options,
    async (t) => {
      const { connect, password } = await openLegacyStage(t, store, { deadlineMs: 20_000, blockedMs: 500 });
      const answering = Promise.withResolvers<void>();
      const legacy = await startPlainLegacy({ password, oneByOneFrom: answering.promise });
      t.after(() => legacy.stop());
      const { login, ...others } = plainScripts(legacy.port);
      const { logIn } = await connect('shop', {
        ...others,
        login: login.replace('{', "{ while (email.startsWith('loops'));"),
      });

      const bystander = 'bystander@example.com';
      const visits = [];
      for (const times of [1, 2]) {
        visits.push(logIn(bystander));
        await eventually(() => legacy.asked() === times, {
          within: 15_000,
          what: 'the question of the bystander',
        });
        assert.equal((await logIn(`loops${times}@example.com`)).body.error, 'extensibility_error');
      }
      answering.resolve();
      // It was not asked about twice, so that the legacy system does not count a wrong password twice.
      for (const { status, text } of await Promise.all(visits))
        assert.ok(status === 200 || status === 400, text);
      assert.equal((await logIn(bystander)).status, 200);
    },
  );
}
