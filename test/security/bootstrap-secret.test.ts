import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../src/config.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const audience = 'http://segue.test/api/v2/';

for (const store of stores) {
  test(`S21: a bootstrap secret under 32 characters is refused, ${store.name}`, store.options, async (t) => {
    const secret = (SEGUE_BOOTSTRAP_CLIENT_SECRET: string): Record<string, string> => ({
      SEGUE_BOOTSTRAP_CLIENT_SECRET,
    });
    for (const short of ['x'.repeat(31), `  ${'x'.repeat(31)}  `, 'secret']) {
      await assert.rejects(startSegue(store, { environment: secret(short) }), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /SEGUE_BOOTSTRAP_CLIENT_SECRET must have at least 32 characters/);
        assert.ok(!error.message.includes(short.trim()), 'the message does not show it');
        return true;
      });
    }
    const segue = await startSegue(store, { environment: secret('y'.repeat(32)) });
    t.after(() => segue.stop());
    const client = { client_id: segue.operator.clientId, client_secret: 'y'.repeat(32) };
    const grant = { grant_type: 'client_credentials', audience };
    assert.equal((await segue.token({ ...client, ...grant })).status, 200);
    const wrong = await segue.token({ ...client, ...grant, client_secret: 'y'.repeat(31) });
    assert.deepEqual([wrong.status, wrong.body.error], [401, 'access_denied']);
  });
}
