import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const triesByIdentifier = 10;
const triesByAddress = 100;
const minute = 60_000;
const password = 'correct horse';

for (const store of stores) {
  describe(`S13: who may try, and how often, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    let addresses = 0;
    let users = 0;
    before(async () => {
      clock = createManualClock(Date.now());
      segue = await startSegue(store, { seams: { clock } });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback()',
        options: { import_mode: false },
      });
      await trustAddresses(true);
    });
    after(() => segue.stop());

    async function trustAddresses(token_endpoint_ip_header_trusted: boolean): Promise<void> {
      const path = `clients/${connection.application.client_id}`;
      const answer = await segue.manage('PATCH', path, { token_endpoint_ip_header_trusted });
      assert.equal(answer.status, 200, answer.text);
    }

    const newAddress = (): string => {
      addresses += 1;
      return `192.0.2.${addresses}`;
    };

    async function createUser(local = 'user'): Promise<string> {
      users += 1;
      const email = `${local}${users}@example.com`;
      const answer = await segue.manage('POST', 'users', { connection: connection.name, email, password });
      assert.equal(answer.status, 201, answer.text);
      return email;
    }

    function logIn(
      from: string,
      [username, typed]: readonly [string, string],
      more: Readonly<Record<string, string>> = {},
    ): Promise<Answer> {
      const { application, name: realm } = connection;
      const credentials = { username, password: typed, ...more };
      const form = { ...application, grant_type: passwordRealm, realm, scope: 'openid', ...credentials };
      const headers = { 'auth0-forwarded-for': from };
      return segue.request('oauth/token', { method: 'POST', headers, body: new URLSearchParams(form) });
    }

    /** Statuses of wrong passwords, one after another. */
    async function fail(from: string, username: string, times: number): Promise<readonly number[]> {
      const statuses: number[] = [];
      for (let left = times; left > 0; left -= 1)
        statuses.push((await logIn(from, [username, 'wrong'])).status);
      return statuses;
    }

    function assertTooMany(answer: Answer): void {
      assert.deepEqual([answer.status, answer.body.error], [429, 'too_many_attempts'], answer.text);
      assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    }

    const allowed = Array(triesByIdentifier).fill(403);

    test('ten wrong passwords, then no more, not even the right one; elsewhere one still gets in', async () => {
      const [home, abroad] = [newAddress(), newAddress()];
      const email = await createUser();
      assert.deepEqual(await fail(abroad, email, triesByIdentifier), allowed);
      assertTooMany(await logIn(abroad, [email, 'wrong']));
      assertTooMany(await logIn(abroad, [email, password]));
      assert.equal(
        (await logIn(home, [email, password])).status,
        200,
        'the user is not locked out by a stranger',
      );
      const event = (await segue.logs()).find(({ type }) => type === 'limit_wc');
      assert.deepEqual([event.ip, event.connection_id], [abroad, connection.id]);
    });

    test('with no account behind it, likewise', async () => {
      const from = newAddress();
      assert.deepEqual(await fail(from, 'nobody@example.com', triesByIdentifier), allowed);
      assertTooMany(await logIn(from, ['nobody@example.com', 'wrong']));
    });

    test('one counter for all spellings: case, look-alikes, accents, plus and dot forms', async () => {
      const from = newAddress();
      const email = await createUser('paul');
      const local = email.split('@')[0] ?? '';
      const spellings = [
        email,
        email.toUpperCase(),
        `${local}+news@example.com`,
        `p.a.u.${local.slice(3)}@example.com`,
        `раul${local.slice(4)}@example.com`, // two Cyrillic letters
        `ｐaul${local.slice(4)}@example.com`, // a full-width one
        `pául${local.slice(4)}@example.com`,
        ` ${email} `,
        `p\u200daul${local.slice(4)}@example.com`,
        `Paul${local.slice(4)}+a+b@EXAMPLE.com`,
      ];
      for (const spelling of spellings) assert.equal((await logIn(from, [spelling, 'wrong'])).status, 403);
      assertTooMany(await logIn(from, [email, password]));
    });

    test('guesses made at the same time are held to the same limit', async () => {
      const from = newAddress();
      const email = await createUser();
      const answers = await Promise.all(Array.from({ length: 30 }, () => logIn(from, [email, 'wrong'])));
      const told = answers.filter(({ status }) => status === 403);
      assert.ok(told.length <= triesByIdentifier, `${told.length} guesses were answered`);
    });

    test('a right password forgets the wrong ones before it, and so does time', async () => {
      const from = newAddress();
      const email = await createUser();
      assert.deepEqual(await fail(from, email, 9), allowed.slice(1));
      assert.equal((await logIn(from, [email, password])).status, 200);
      assert.deepEqual(await fail(from, email, triesByIdentifier), allowed);
      assertTooMany(await logIn(from, [email, password]));
      clock.advance(15 * minute - 1);
      assertTooMany(await logIn(from, [email, password]));
      clock.advance(1);
      assert.equal((await logIn(from, [email, password])).status, 200);
    });

    test('a hundred failures from one address, whoever they are about; other addresses go on', async () => {
      const from = newAddress();
      for (let guess = 0; guess < triesByAddress; guess += 1) {
        assert.equal((await logIn(from, [`guess-${guess}@example.com`, 'wrong'])).status, 403);
      }
      const email = await createUser();
      assertTooMany(await logIn(from, [email, password]));
      assert.equal((await logIn(newAddress(), [email, password])).status, 200);
      assert.ok((await segue.logs()).some(({ type, ip }) => type === 'limit_mu' && ip === from));
      clock.advance(60 * minute);
      assert.equal((await logIn(from, [email, password])).status, 200);
    });

    test('the operator may switch the count by identifier off', async (t) => {
      await connection.change({ brute_force_protection: false });
      t.after(() => connection.change({ brute_force_protection: true }));
      const from = newAddress();
      const email = await createUser();
      await fail(from, email, triesByIdentifier);
      assert.equal((await logIn(from, [email, password])).status, 200);
    });

    test('an outage counts against the address that provokes it, and never against the user', async () => {
      const from = newAddress();
      const down = await createLegacyConnection(segue, {
        name: 'down',
        login: "(email, password, callback) => callback({ code: 'ECONNREFUSED' })",
      });
      const { client_id } = connection.application;
      await segue.manage('PATCH', `connections/${down.id}/clients`, [{ client_id, status: true }]);
      const ask = (address: string): Promise<Answer> =>
        logIn(address, ['user@example.com', 'any'], { realm: down.name });
      for (let time = 0; time < triesByAddress; time += 1) assert.equal((await ask(from)).status, 503);
      assertTooMany(await ask(from));
      assert.equal((await ask(newAddress())).status, 503);
      await down.change({
        customScripts: {
          login: '(email, password, callback) => callback(null, { user_id: 1, email })',
          get_user: '(email, callback) => callback()',
        },
      });
      assert.equal((await ask(newAddress())).status, 200);
    });

    describe('auth0-forwarded-for', () => {
      const lastIp = async (email: string): Promise<string> => (await connection.user(email)).last_ip;

      test('is believed from an authenticated client with the setting on', async () => {
        const email = await createUser();
        assert.equal((await logIn('198.51.100.7', [email, password])).status, 200);
        assert.equal(await lastIp(email), '198.51.100.7');
      });

      test('is not believed when it is no address', async () => {
        const email = await createUser();
        for (const claim of ['198.51.100.7, 198.51.100.8', 'localhost', '999.1.1.1', "'; drop table users"]) {
          assert.equal((await logIn(claim, [email, password])).status, 200);
          assert.match(await lastIp(email), /127\.0\.0\.1|::1/);
        }
      });

      test('is not believed without the setting, nor from a public client', async (t) => {
        const email = await createUser();
        await trustAddresses(false);
        t.after(() => trustAddresses(true));
        assert.equal((await logIn('198.51.100.7', [email, password])).status, 200);
        assert.match(await lastIp(email), /127\.0\.0\.1|::1/);

        const spa = await segue.manage('POST', 'clients', {
          name: 'spa',
          app_type: 'spa',
          grant_types: [passwordRealm],
          token_endpoint_ip_header_trusted: true,
        });
        const { client_id } = spa.body;
        await segue.manage('PATCH', `connections/${connection.id}/clients`, [{ client_id, status: true }]);
        const answer = await logIn('198.51.100.7', [email, password], { client_id });
        assert.equal(answer.status, 200, answer.text);
        assert.match(await lastIp(email), /127\.0\.0\.1|::1/);
      });

      test('does not come from a client that failed to authenticate', async () => {
        const email = await createUser();
        const answer = await logIn('198.51.100.9', [email, password], { client_secret: 'not the secret' });
        assert.equal(answer.status, 401);
        assert.ok(!(await segue.logs()).some(({ ip }) => ip === '198.51.100.9'));
      });
    });

    test('only clients that the connection is enabled for, and grant types that they list', async () => {
      const email = await createUser();
      const stranger = await segue.manage('POST', 'clients', { name: 'x', grant_types: [passwordRealm] });
      const { client_id, client_secret } = stranger.body;
      const own = { client_id, client_secret };
      const disabled = await logIn(newAddress(), [email, password], own);
      assert.deepEqual(
        [disabled.status, disabled.body.error_description],
        [400, 'the connection was not found'],
      );
      const unknown = await logIn(newAddress(), [email, password], { ...own, realm: 'no-such-realm' });
      assert.deepEqual(unknown.body, disabled.body, 'nor is it told whether there is such a connection');

      await segue.manage('PATCH', `connections/${connection.id}/clients`, [{ client_id, status: true }]);
      assert.equal((await logIn(newAddress(), [email, password], own)).status, 200);
      const unlisted = await logIn(newAddress(), [email, password], { ...own, grant_type: 'password' });
      assert.deepEqual([unlisted.status, unlisted.body.error], [403, 'unauthorized_client']);
    });

    test('a client that the connection is no longer enabled for refreshes nothing', async (t) => {
      const email = await createUser();
      const login = await connection.logIn(email, password, { scope: 'openid offline_access' });
      const { client_id } = connection.application;
      const path = `connections/${connection.id}/clients`;
      await segue.manage('PATCH', path, [{ client_id, status: false }]);
      t.after(() => segue.manage('PATCH', path, [{ client_id, status: true }]));
      const answer = await segue.token({
        grant_type: 'refresh_token',
        ...connection.application,
        refresh_token: login.body.refresh_token,
      });
      assert.equal(answer.status, 403, answer.text);
    });
  });
}
