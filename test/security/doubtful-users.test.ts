import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { until } from '../kit/until.ts';

const victim = { email: 'victim@example.com', password: 'what the victim types' };
const squatted = 'what the squatter has chosen';

for (const store of stores) {
  test(
    `S19: who signed up with an address before the switch is listed, ${store.name}`,
    store.options,
    async (t) => {
      const segue = await startSegue(store);
      t.after(() => segue.stop());
      const scripts = scriptsOver([
        {
          identifiers: [victim.email],
          password: victim.password,
          profile: { user_id: '77', email: victim.email },
        },
      ]);
      const connection = await createLegacyConnection(segue, {
        ...scripts,
        options: { import_mode: false },
      });
      for (const email of [victim.email, 'somebody.else@example.com']) {
        const signUp = await segue.request('dbconnections/signup', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            client_id: connection.application.client_id,
            connection: connection.name,
            email,
            password: squatted,
          }),
        });
        assert.equal(signUp.status, 200, signUp.text);
      }
      const path = `segue/connections/${connection.id}/doubtful-users`;
      assert.deepEqual((await segue.manage('GET', path)).body, []);

      await connection.change({ import_mode: true });
      await until(() => segue.logLines.some((line) => line.includes('local-users-checked')));
      const checked = (await segue.logs()).find(({ details }) => details.kind === 'local-users-checked');
      assert.partialDeepStrictEqual(checked.details, { asked: 2, found: 1, unclear: 0 });
      const { body: listed } = await segue.manage('GET', `${path}?include_totals=true`);
      assert.equal(listed.total, 1);
      const { user, found_at: foundAt } = listed.doubtful_users[0];
      assert.equal(user.email, victim.email);
      assert.ok(Date.parse(foundAt) > 0, foundAt);

      assert.equal((await connection.logIn(victim.email, victim.password)).status, 403, 'it is occupied');
      await segue.manage('DELETE', `users/${encodeURIComponent(user.user_id)}`);
      const [tombstone] = (await segue.manage('GET', 'segue/tombstones')).body;
      await segue.manage('DELETE', `segue/tombstones/${tombstone.id}`);
      assert.deepEqual((await segue.manage('GET', path)).body, []);
      assert.equal((await connection.logIn(victim.email, victim.password)).status, 200);
      assert.equal((await connection.logIn(victim.email, squatted)).status, 403);
    },
  );
}
