import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const jane = { email: 'jane@example.com', password: 'correct horse' };

for (const store of stores) {
  test(`F1–F5, F7: an HTTP legacy with Basic authentication, ${store.name}`, store.options, async (t) => {
    const shop = await startLegacyShop();
    t.after(() => shop.stop());
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const { login, getUser } = await readActionScripts();
    const connection = await createLegacyConnection(segue, {
      name: 'shop-users',
      login,
      getUser,
      configuration: {
        SHOP_URL: shop.url,
        SHOP_API_USER: shop.api.username,
        SHOP_API_PASSWORD: shop.api.password,
      },
    });

    await t.test('a wrong password, and nobody at all, are 401 in the shop and one answer here', async () => {
      const wrong = await connection.logIn(jane.email, 'incorrect horse');
      const nobody = await connection.logIn('nobody@example.com', 'incorrect horse');
      assert.equal(wrong.status, 403);
      assert.deepEqual(wrong.body, { error: 'invalid_grant', error_description: 'Wrong email or password.' });
      assert.deepEqual([nobody.status, nobody.text], [wrong.status, wrong.text]);
      assert.deepEqual(
        shop.requests().map(({ status }) => status),
        [401, 401],
      );
      assert.equal(await connection.user(jane.email), undefined);
    });

    await t.test(
      'F4: the first right login creates the user with the profile that the script returned',
      async () => {
        const answer = await connection.logIn(jane.email, jane.password);
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.body.token_type, 'Bearer');
        const user = await connection.user(jane.email);
        assert.equal(user.user_id, 'auth0|1001');
        assert.equal(user.nickname, 'jane');
        assert.equal(user.logins_count, 1);
        assert.deepEqual(user.identities, [
          { connection: 'shop-users', provider: 'auth0', user_id: '1001', isSocial: false },
        ]);
      },
    );

    await t.test('F5: from then on the shop is not asked, and may be switched off', async () => {
      const before = shop.requests().length;
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      assert.equal((await connection.logIn(jane.email, 'incorrect horse')).status, 403);
      assert.equal(shop.requests().length, before);
      await shop.stop();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      assert.equal((await connection.user(jane.email)).logins_count, 3);
    });

    await t.test(
      'an outage is a retryable 503 for who has not moved yet, and never "wrong password"',
      async () => {
        const answer = await connection.logIn('tomasz.nowak@example.com', 'whatever');
        assert.equal(answer.status, 503);
        assert.equal(answer.body.error, 'temporarily_unavailable');
        assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      },
    );

    await t.test('F8: nothing was written to the shop', () => {
      assert.deepEqual([...new Set(shop.requests().map(({ method }) => method))], ['GET']);
    });

    await t.test('each step is an event with its type code; the migration tells its source', async () => {
      const logs = await segue.logs();
      const here = logs.filter(({ connection_id }) => connection_id === connection.id);
      const types = here.map(({ type }) => type).filter((type) => type !== 'sapi');
      assert.deepEqual(types, ['fu', 'fu', 'sui', 'sepft', 'sepft', 'fp', 'sepft', 'f']);
      const migration = here.find(({ type }) => type === 'sui');
      assert.equal(migration.user_id, 'auth0|1001');
      assert.equal(migration.details.source, 'login');
      assert.ok(migration.details.legacy_ms > 0);
      assert.match(migration.details.script_version, /^[\w-]{12}$/);
    });
  });

  test(
    `F1: import mode is a switch; without it the shop is not asked, ${store.name}`,
    store.options,
    async (t) => {
      const shop = await startLegacyShop();
      t.after(() => shop.stop());
      const segue = await startSegue(store);
      t.after(() => segue.stop());
      const { login, getUser } = await readActionScripts();
      const configuration = { SHOP_URL: shop.url, SHOP_API_USER: 'x', SHOP_API_PASSWORD: 'y' };
      const connection = await createLegacyConnection(segue, {
        login,
        getUser,
        configuration,
        options: { import_mode: false },
      });
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 403);
      assert.equal(shop.requests().length, 0);
      await connection.change({ import_mode: true });
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      await connection.change({ import_mode: false });
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200, 'who has moved stays');
      assert.equal((await connection.logIn('tomasz.nowak@example.com', 'x')).status, 403);
      assert.equal(shop.requests().length, 1);
    },
  );
}
