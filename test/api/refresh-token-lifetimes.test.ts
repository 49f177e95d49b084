import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';

for (const store of stores) {
  describe(`how long refresh tokens live, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    before(async () => {
      clock = createManualClock(Date.now());
      segue = await startSegue(store, { seams: { clock } });
      connection = await createLegacyConnection(segue, { login: everybody });
    });
    after(() => segue.stop());

    async function setPolicy(refresh_token: object): Promise<void> {
      const path = `clients/${connection.application.client_id}`;
      const answer = await segue.manage('PATCH', path, { refresh_token });
      assert.equal(answer.status, 200, answer.text);
    }

    async function logIn(): Promise<string> {
      const answer = await connection.logIn('user@example.com', 'any', { scope: 'openid offline_access' });
      assert.equal(answer.status, 200, answer.text);
      return answer.body.refresh_token;
    }

    const refresh = (refresh_token: string): Promise<Answer> =>
      segue.token({ grant_type: 'refresh_token', ...connection.application, refresh_token });

    async function assertEnded(refreshToken: string): Promise<void> {
      const { status, body } = await refresh(refreshToken);
      assert.deepEqual([status, body.error], [403, 'invalid_grant']);
    }

    for (const rotation_type of ['rotating', 'non-rotating']) {
      test(`${rotation_type}: until it lies idle; each use begins the idle time anew, up to the end`, async () => {
        await setPolicy({
          rotation_type,
          expiration_type: 'expiring',
          token_lifetime: 100,
          idle_token_lifetime: 60,
        });
        const idle = await logIn();
        let used = await logIn();
        for (const seconds of [40, 40, 18]) {
          clock.advance(seconds * 1000);
          const answer = await refresh(used);
          assert.equal(answer.status, 200, answer.text);
          used = answer.body.refresh_token ?? used;
        }
        await assertEnded(idle);
        clock.advance(3_000);
        await assertEnded(used);
      });
    }

    test('a token that has lived on by its use can be revoked', async () => {
      await setPolicy({ rotation_type: 'non-rotating', token_lifetime: 1000, idle_token_lifetime: 60 });
      const token = await logIn();
      clock.advance(50_000);
      assert.equal((await refresh(token)).status, 200);
      clock.advance(50_000);
      const body = new URLSearchParams({ ...connection.application, token });
      assert.equal((await segue.request('oauth/revoke', { method: 'POST', body })).status, 200);
      await assertEnded(token);
    });

    test('tokens that expire again do so after the usual time', async () => {
      const days = 86_400_000;
      await setPolicy({ rotation_type: 'non-rotating', expiration_type: 'non-expiring' });
      const endless = await logIn();
      clock.advance(400 * days);
      assert.equal((await refresh(endless)).status, 200);
      await setPolicy({ expiration_type: 'expiring' });
      await assertEnded(endless);
      const token = await logIn();
      clock.advance(16 * days);
      await assertEnded(token);
    });
  });
}
