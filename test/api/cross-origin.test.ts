import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { createMovableClock } from '../legacy/movable-clock.ts';

const origin = 'https://app.example.com';
const forApplications = [
  ['POST', 'oauth/token'],
  ['POST', 'oauth/revoke'],
  ['GET', 'userinfo'],
  ['POST', 'dbconnections/signup'],
  ['POST', 'dbconnections/change_password'],
] as const;

for (const store of stores) {
  describe(`pages of other origins, ${store.name}`, store.options, () => {
    const clock = createMovableClock();
    let segue: Segue;
    let clientId: string;
    before(async () => {
      segue = await startSegue(store, { seams: { clock } });
      const spa = { name: 'spa', app_type: 'spa', web_origins: [origin] };
      clientId = (await segue.manage('POST', 'clients', spa)).body.client_id;
    });
    after(() => segue.stop());

    const ask = (method: string, path: string, headers: Record<string, string>): Promise<Answer> =>
      segue.request(path, { method, headers });
    const preflight = (path: string, from: string): Promise<Answer> =>
      ask('OPTIONS', path, {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'auth0-client,content-type',
      });
    const allowed = ({ headers }: Answer): string | null => headers.get('access-control-allow-origin');

    for (const [method, path] of forApplications) {
      test(`${path}: one that a client lists may, another may not`, async () => {
        const asked = await preflight(path, origin);
        assert.deepEqual([asked.status, allowed(asked)], [204, origin]);
        assert.match(asked.headers.get('access-control-allow-headers') ?? '', /auth0-client, content-type/);
        assert.match(asked.headers.get('access-control-allow-methods') ?? '', new RegExp(method));
        assert.equal(asked.headers.get('access-control-allow-credentials'), null, 'never with cookies');
        const answer = await ask(method, path, { origin });
        assert.ok(answer.status >= 400);
        assert.deepEqual([allowed(answer), answer.headers.get('vary')], [origin, 'origin']);

        for (const stranger of ['https://evil.example', 'null', `${origin}.evil.example`]) {
          const refused = await preflight(path, stranger);
          assert.deepEqual([refused.status, allowed(refused)], [204, null], stranger);
          assert.equal(refused.headers.get('access-control-allow-headers'), null);
          assert.equal(allowed(await ask(method, path, { origin: stranger })), null, stranger);
        }
      });
    }

    test('no page reads the Management API, or what people see', async () => {
      for (const path of ['api/v2/users', 'u/reset-password', 'healthz', 'metrics']) {
        assert.equal(allowed(await ask('GET', path, { origin })), null, path);
        assert.equal(allowed(await preflight(path, origin)), null, path);
      }
    });

    test('what is changed holds a second later', async () => {
      const moved = 'https://moved.example.com';
      await segue.manage('PATCH', `clients/${clientId}`, { web_origins: [moved] });
      clock.moveOn(1000);
      assert.equal(allowed(await preflight('userinfo', moved)), moved);
      assert.equal(allowed(await preflight('userinfo', origin)), null);
    });
  });
}
