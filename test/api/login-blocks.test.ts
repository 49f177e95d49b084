import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const password = 'chosen-here-now';
const bruteForce = 'attack-protection/brute-force-protection';
const throttling = 'attack-protection/suspicious-ip-throttling';
const initial = {
  [bruteForce]: {
    enabled: true,
    shields: ['block'],
    allowlist: [],
    mode: 'count_per_identifier_and_ip',
    max_attempts: 10,
  },
  [throttling]: {
    enabled: true,
    shields: ['block'],
    allowlist: [],
    stage: {
      'pre-login': { max_attempts: 100, rate: 36_000 },
      'pre-user-registration': { max_attempts: 100, rate: 36_000 },
    },
  },
};

for (const store of stores) {
  describe(`who may not log in for a while, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    let number = 0;
    let email = '';
    let userId = '';
    let ip = '';
    before(async () => {
      clock = createManualClock(Date.now());
      segue = await startSegue(store, { seams: { clock } });
      connection = await createLegacyConnection(segue, { login: '(e, p, callback) => callback()' });
      const trusted = { token_endpoint_ip_header_trusted: true };
      await segue.manage('PATCH', `clients/${connection.application.client_id}`, trusted);
      await connection.change({ import_mode: false });
    });
    beforeEach(async () => {
      number += 1;
      email = `user-${number}@example.com`;
      ip = `198.51.100.${number}`;
      const draft = { connection: connection.name, email, password };
      userId = (await segue.manage('POST', 'users', draft)).body.user_id;
      for (const [path, settings] of Object.entries(initial)) await set(path, settings);
    });
    after(() => segue.stop());

    async function set(path: string, settings: object): Promise<Answer> {
      const answer = await segue.manage('PATCH', path, settings);
      assert.equal(answer.status, 200, answer.text);
      return answer;
    }

    async function logIn(tried: string, from = ip, username = email): Promise<number> {
      const answer = await segue.request(
        'oauth/token',
        {
          method: 'POST',
          headers: { 'auth0-forwarded-for': from },
          body: new URLSearchParams({
            grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
            realm: connection.name,
            ...connection.application,
            scope: 'openid',
            username,
            password: tried,
          }),
        },
        ['access_token', 'id_token'],
      );
      return answer.status;
    }

    async function fail(times: number, from = ip, username = email): Promise<void> {
      for (let count = 0; count < times; count += 1) await logIn('wrong', from, username);
    }

    const byId = (query = ''): Promise<Answer> =>
      segue.manage('GET', `user-blocks/${encodeURIComponent(userId)}${query}`);
    const byIdentifier = (identifier: string, query = ''): Promise<Answer> =>
      segue.manage('GET', `user-blocks?identifier=${encodeURIComponent(identifier)}${query}`);

    test('a blocked user is listed with identifier, address and connection, and logs in once it is lifted', async () => {
      await fail(9);
      assert.deepEqual((await byId()).body, { blocked_for: [] });
      await fail(1);
      const blocked_for = [{ identifier: email, ip, connection: connection.name }];
      assert.deepEqual((await byId()).body, { blocked_for });
      assert.deepEqual((await byIdentifier(email)).body, { blocked_for });
      assert.equal(await logIn(password), 429);
      assert.equal(await logIn(password, '203.0.113.1'), 200, 'from elsewhere');
      const lifted = await segue.manage('DELETE', `user-blocks/${encodeURIComponent(userId)}`);
      assert.deepEqual([lifted.status, lifted.text], [204, '']);
      assert.deepEqual((await byId()).body, { blocked_for: [] });
      assert.equal(await logIn(password), 200);
      const event = (await segue.logs()).findLast(({ details }) => details.kind === 'login-blocks-lifted');
      assert.deepEqual([event.user_id, event.user_name], [userId, email]);
    });

    test('blocks are listed from every address, and end with their time', async () => {
      const addresses = ['203.0.113.9', ip].toSorted();
      for (const from of addresses) await fail(10, from);
      const ips = async (): Promise<readonly string[]> =>
        (await byId()).body.blocked_for.map((each: { ip: string }) => each.ip);
      assert.deepEqual(await ips(), addresses);
      clock.advance(15 * 60_000);
      assert.deepEqual(await ips(), []);
    });

    test('an identifier is unblocked by itself, in any spelling, whether anybody has it or not', async () => {
      const nobody = `nobody-${number}@example.com`;
      await fail(10, ip, nobody);
      assert.equal((await byIdentifier(nobody.toUpperCase())).body.blocked_for.length, 1);
      const path = `user-blocks?identifier=${encodeURIComponent(nobody)}`;
      assert.equal((await segue.manage('DELETE', path)).status, 204);
      assert.deepEqual((await byIdentifier(nobody)).body, { blocked_for: [] });
      assert.equal(await logIn('wrong', ip, nobody), 403);
      assert.equal((await segue.manage('DELETE', path)).status, 204, 'again');
    });

    test('S15: what may be a password typed as a username is not told by the event', async () => {
      const typed = segue.canaries.plant('password');
      await fail(10, ip, typed);
      const path = `user-blocks?identifier=${encodeURIComponent(typed)}`;
      const answer = await segue.manage('DELETE', path);
      assert.equal(answer.status, 204);
      const event = (await segue.logs()).findLast(({ details }) => details.kind === 'login-blocks-lifted');
      assert.match(event.user_name, /^digest:/);
    });

    test('a hundred failures from everywhere block an identifier without an address', async () => {
      await set(bruteForce, { max_attempts: 100 });
      for (let from = 0; from < 100; from += 1) await logIn('wrong', `203.0.113.${from}`);
      assert.deepEqual((await byId()).body, {
        blocked_for: [{ identifier: email, connection: connection.name }],
      });
      assert.equal(await logIn(password), 429);
      await segue.manage('DELETE', `user-blocks/${encodeURIComponent(userId)}`);
      assert.equal(await logIn(password), 200);
    });

    test('an operator’s own block is another thing', async () => {
      const user = `users/${encodeURIComponent(userId)}`;
      await segue.manage('PATCH', user, { blocked: true });
      assert.deepEqual((await byId()).body, { blocked_for: [] });
      await segue.manage('DELETE', `user-blocks/${encodeURIComponent(userId)}`);
      assert.equal(await logIn(password), 401);
    });

    test('of nobody there is nothing', async () => {
      for (const method of ['GET', 'DELETE']) {
        const { status, body } = await segue.manage(method, 'user-blocks/auth0%7Cnobody');
        assert.deepEqual([status, body.errorCode], [404, 'inexistent_user']);
        assert.equal((await segue.manage(method, 'user-blocks')).status, 400);
      }
    });

    test('max_attempts counts from the next attempt on', async () => {
      const { body } = await set(bruteForce, { max_attempts: 2 });
      assert.deepEqual(body, { ...initial[bruteForce], max_attempts: 2 });
      assert.deepEqual((await segue.manage('GET', bruteForce)).body, body);
      await fail(2);
      assert.equal((await byId()).body.blocked_for.length, 1);
      assert.equal(await logIn(password), 429);
      await set(bruteForce, { max_attempts: 3 });
      assert.equal(await logIn(password), 200);
    });

    test('count_per_identifier: failures from everywhere are counted together, and a login ends the count', async () => {
      await set(bruteForce, { mode: 'count_per_identifier', max_attempts: 3 });
      await fail(1, '203.0.113.1');
      await fail(1, '203.0.113.2');
      assert.equal(await logIn(password), 200);
      for (const from of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) await fail(1, from);
      assert.deepEqual((await byId()).body, {
        blocked_for: [{ identifier: email, connection: connection.name }],
      });
      assert.equal(await logIn(password), 429);
    });

    for (const off of [{ enabled: false }, { shields: [] }]) {
      test(`${JSON.stringify(off)}: nobody is refused, and failures are still counted`, async () => {
        await set(bruteForce, { ...off, max_attempts: 2 });
        await fail(4);
        assert.equal(await logIn('wrong'), 403);
        assert.equal((await byId()).body.blocked_for.length, 1);
        assert.deepEqual((await byId('?consider_brute_force_enablement=true')).body, { blocked_for: [] });
        const considered = '&consider_brute_force_enablement=true';
        assert.deepEqual((await byIdentifier(email, considered)).body, { blocked_for: [] });
        await set(bruteForce, initial[bruteForce]);
        await set(bruteForce, { max_attempts: 2 });
        assert.equal((await byId('?consider_brute_force_enablement=true')).body.blocked_for.length, 1);
        assert.equal(await logIn(password), 429);
      });
    }

    test('an address on the allowlist is never refused, another one is', async () => {
      await set(bruteForce, { allowlist: [`${ip}/32`], max_attempts: 2 });
      await fail(4);
      assert.equal(await logIn(password), 200);
      await fail(2, '203.0.113.77');
      assert.equal(await logIn(password, '203.0.113.77'), 429);
    });

    test('suspicious IP throttling: an address that fails too often is told of, and unblocked', async () => {
      await set(throttling, { stage: { 'pre-login': { max_attempts: 3, rate: 20_000 } } });
      const check = (): Promise<Answer> => segue.manage('GET', `anomaly/blocks/ips/${ip}`);
      assert.equal((await check()).status, 404);
      for (const name of ['a', 'b', 'c']) await fail(1, ip, `${name}-${number}@example.com`);
      const blocked = await check();
      assert.deepEqual([blocked.status, blocked.text], [200, '']);
      assert.equal(await logIn(password), 429);
      const lifted = await segue.manage('DELETE', `anomaly/blocks/ips/${ip}`);
      assert.deepEqual([lifted.status, lifted.text], [204, '']);
      assert.equal((await check()).status, 404);
      assert.equal(await logIn(password), 200);
      for (const name of ['d', 'e', 'f']) await fail(1, ip, `${name}-${number}@example.com`);
      assert.equal(await logIn(password), 429);
      clock.advance(3 * 20_000);
      assert.equal(await logIn(password), 200, 'max_attempts times rate later');
    });

    for (const off of [{ enabled: false }, { shields: [] }, { allowlist: ['198.51.100.0/24'] }]) {
      test(`suspicious IP throttling, ${JSON.stringify(off)}: the address is not refused`, async () => {
        await set(throttling, { ...off, stage: { 'pre-login': { max_attempts: 1, rate: 60_000 } } });
        await fail(2, ip, `a-${number}@example.com`);
        assert.equal(await logIn(password), 200);
        assert.equal((await segue.manage('GET', `anomaly/blocks/ips/${ip}`)).status, 404);
      });
    }

    test('suspicious IP throttling of sign-ups is what is set, and is lifted with the address’s block', async () => {
      const signUp = (name: string): Promise<Answer> =>
        segue.request('dbconnections/signup', {
          method: 'POST',
          body: new URLSearchParams({
            client_id: connection.application.client_id,
            connection: connection.name,
            email: `${name}-${number}@example.com`,
            password,
          }),
        });
      await set(throttling, { stage: { 'pre-user-registration': { max_attempts: 2, rate: 1_000_000 } } });
      const first = await signUp('one');
      assert.equal(first.status, 200, first.text);
      assert.equal((await signUp('two')).status, 200);
      assert.equal((await signUp('three')).status, 429);
      const { ip: here } = (await segue.logs()).findLast(({ type }) => type === 'ss');
      const address = `anomaly/blocks/ips/${encodeURIComponent(here)}`;
      assert.equal((await segue.manage('GET', address)).status, 200);
      assert.equal((await segue.manage('DELETE', address)).status, 204);
      assert.equal((await signUp('three')).status, 200);
      await set(throttling, { enabled: false });
      for (const name of ['four', 'five', 'six']) assert.equal((await signUp(name)).status, 200);
      await segue.manage('DELETE', address);
    });

    const refused: readonly (readonly [string, object, RegExp])[] = [
      [bruteForce, { shields: ['block', 'user_notification'] }, /user_notification/],
      [bruteForce, { max_attempts: 0 }, /max_attempts/],
      [bruteForce, { max_attempts: 101 }, /max_attempts/],
      [bruteForce, { mode: 'count' }, /mode/],
      [bruteForce, { allowlist: ['example.com'] }, /allowlist/],
      [bruteForce, { allowlist: ['192.0.2.0/99'] }, /allowlist/],
      [bruteForce, { unknown: true }, /unknown/],
      [throttling, { shields: ['admin_notification'] }, /admin_notification/],
      [throttling, { stage: { 'pre-login': { rate: 0 } } }, /rate/],
      [throttling, { stage: { 'pre-login': { max_attempts: 10_000, rate: 86_400_000 } } }, /30 days/],
      [
        throttling,
        { stage: { 'pre-custom-token-exchange': { max_attempts: 1 } } },
        /pre-custom-token-exchange/,
      ],
      ['attack-protection/breached-password-detection', { enabled: true }, /does not detect/],
      ['attack-protection/breached-password-detection', { shields: ['block'] }, /does not detect/],
      [
        'attack-protection/breached-password-detection',
        { stage: { 'pre-change-password': { shields: ['block'] } } },
        /does not detect/,
      ],
    ];
    for (const [path, body, said] of refused) {
      test(`${path} refuses ${JSON.stringify(body)}, and changes nothing`, async () => {
        const before = await segue.manage('GET', path);
        const answer = await segue.manage('PATCH', path, body);
        assert.equal(answer.status, 400, answer.text);
        assert.match(answer.body.message, said);
        assert.deepEqual((await segue.manage('GET', path)).body, before.body);
      });
    }

    test('what was read can be sent back: the deploy tool does', async () => {
      for (const kind of [
        'brute-force-protection',
        'suspicious-ip-throttling',
        'breached-password-detection',
      ]) {
        const path = `attack-protection/${kind}`;
        const { body } = await segue.manage('GET', path);
        assert.deepEqual((await set(path, body)).body, body);
      }
      const changed = (await segue.logs()).filter(
        ({ details }) => details.kind === 'attack-protection-changed',
      );
      await set(bruteForce, initial[bruteForce]);
      const again = (await segue.logs()).filter(
        ({ details }) => details.kind === 'attack-protection-changed',
      );
      assert.equal(again.length, changed.length, 'nothing was changed, so nothing is told');
    });
  });
}
