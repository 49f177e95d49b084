import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const loopback = /^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/;

/** The address that a login is counted and recorded by. */
async function addressOf(segue: Segue, connection: LegacyConnection, forwardedFor: string): Promise<string> {
  const answer = await segue.request('oauth/token', {
    method: 'POST',
    headers: { 'x-forwarded-for': forwardedFor },
    body: new URLSearchParams({
      ...connection.application,
      grant_type: passwordRealm,
      realm: connection.name,
      username: 'user@example.com',
      password: 'any password',
    }),
  });
  assert.equal(answer.status, 403, answer.text);
  return (await segue.logs()).at(-1).ip;
}

for (const store of stores) {
  test(`S13: whom a proxy speaks for, ${store.name}`, store.options, async (t) => {
    const setUp = { login: '(email, password, callback) => callback()', options: { import_mode: false } };

    await t.test('nobody, unless the operator says that there is one', async (t) => {
      const segue = await startSegue(store);
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, setUp);
      assert.match(await addressOf(segue, connection, '198.51.100.1'), loopback);
    });

    await t.test('the address that the proxy itself has seen, not what was claimed before it', async (t) => {
      const segue = await startSegue(store, { environment: { SEGUE_TRUST_PROXY: 'true' } });
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, setUp);
      assert.equal(await addressOf(segue, connection, '198.51.100.1'), '198.51.100.1');
      assert.equal(await addressOf(segue, connection, '203.0.113.6, 198.51.100.1'), '198.51.100.1');
      assert.equal(await addressOf(segue, connection, 'a, b, 203.0.113.7, 198.51.100.1'), '198.51.100.1');
      assert.match(await addressOf(segue, connection, 'no address'), loopback);
    });
  });
}
