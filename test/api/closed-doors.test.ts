import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { recordCalls } from '../kit/recorded-calls.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const legacyUsers = ['ada', 'bob', 'eve'].map((name, index) => ({
  identifiers: [`${name}@example.com`],
  password: `legacy password of ${name}`,
  profile: { user_id: index + 1, email: `${name}@example.com` },
}));
const [ada = '', bob = '', eve = ''] = legacyUsers.map(({ identifiers }) => identifiers[0]);
const legacyPassword = (email: string): string => `legacy password of ${email.split('@', 1)[0]}`;

for (const store of stores) {
  describe(`doors that an operator has closed, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    const { calls, seams } = recordCalls();
    before(async () => {
      segue = await startSegue(store, { seams });
      connection = await createLegacyConnection(segue, scriptsOver(legacyUsers));
    });
    beforeEach(() => {
      calls.length = 0;
    });
    after(() => segue.stop());

    function signUp(email: string): Promise<Answer> {
      const { application, name } = connection;
      const draft = {
        client_id: application.client_id,
        connection: name,
        email,
        password: 'chosen-here-now',
      };
      return segue.request('dbconnections/signup', { method: 'POST', body: new URLSearchParams(draft) });
    }

    async function unmigrate(email: string): Promise<Answer> {
      const { user_id: id } = await connection.user(email);
      return segue.manage('POST', `segue/users/${encodeURIComponent(id)}/unmigrate`);
    }

    const logIn = async (email: string, password = legacyPassword(email)): Promise<number> =>
      (await connection.logIn(email, password)).status;

    test('disable_signup: nobody signs up, and nobody learns who is there', async () => {
      await connection.change({ disable_signup: true });
      const refused = [await signUp('new@example.com'), await signUp(ada)];
      for (const { status, body } of refused) assert.deepEqual([status, body.code], [400, 'signup_disabled']);
      assert.equal(refused[0]?.text, refused[1]?.text);
      assert.deepEqual(calls, []);
      assert.equal(await connection.user('new@example.com'), undefined);
    });

    test('disable_signup: the operator still creates users, and they log in', async () => {
      const made = { connection: connection.name, email: 'made@example.com', password: 'chosen-here-now' };
      assert.equal((await segue.manage('POST', 'users', made)).status, 201);
      assert.equal(await logIn(made.email, made.password), 200);
      assert.equal(await logIn(ada), 200);
    });

    test('disable_signup: switched off, the door is open again', async () => {
      await connection.change({ disable_signup: false });
      assert.equal((await signUp('new@example.com')).status, 200);
    });

    test('a refresh token that is deleted: its holder is out, and back with the password', async () => {
      const more = { scope: 'openid offline_access' };
      const { body } = await connection.logIn(ada, legacyPassword(ada), more);
      const { user_id: id } = await connection.user(ada);
      const refresh = async (refresh_token: string): Promise<number> =>
        (await segue.token({ grant_type: 'refresh_token', ...connection.application, refresh_token })).status;
      const path = `users/${encodeURIComponent(id)}/refresh-tokens`;
      const { tokens } = (await segue.manage('GET', path)).body;
      assert.equal((await segue.manage('DELETE', `refresh-tokens/${tokens[0].id}`)).status, 202);
      assert.equal(await refresh(body.refresh_token), 403);
      const again = await connection.logIn(ada, legacyPassword(ada), more);
      assert.equal(again.status, 200);
      assert.equal((await segue.manage('DELETE', path)).status, 202);
      assert.equal(await refresh(again.body.refresh_token), 403);
      assert.deepEqual((await segue.manage('GET', path)).body, { tokens: [] });
    });

    test('a client’s secret that is rotated: nobody logs in by the old one', async () => {
      const path = `clients/${connection.application.client_id}/rotate-secret`;
      const { client_secret } = (await segue.manage('POST', path)).body;
      const { status, body } = await connection.logIn(ada, legacyPassword(ada));
      assert.deepEqual([status, body.error], [401, 'access_denied']);
      assert.equal((await connection.logIn(ada, legacyPassword(ada), { client_secret })).status, 200);
      const old = { client_secret: connection.application.client_secret };
      const answer = await segue.manage('PATCH', path.replace('/rotate-secret', ''), old);
      assert.equal(answer.status, 200, 'an operator may go back');
      assert.equal(await logIn(ada), 200);
    });

    test('import mode off: nobody is taken back to where nobody is asked', async () => {
      assert.equal(await logIn(bob), 200);
      await connection.change({ import_mode: false });
      const { status, body } = await unmigrate(bob);
      assert.deepEqual([status, body.errorCode], [409, 'migration_not_active']);
      assert.equal(await logIn(bob), 200);
      await connection.change({ import_mode: true });
      assert.deepEqual((await unmigrate(bob)).body.needs_new_password, false);
      assert.equal(await logIn(bob), 200);
    });

    test('S7: who had set a password here comes back by a new one only, and the answer says so', async () => {
      assert.equal(await logIn(eve), 200);
      const { user_id: id } = await connection.user(eve);
      const password = 'chosen-here-now';
      assert.equal(
        (await segue.manage('PATCH', `users/${encodeURIComponent(id)}`, { password })).status,
        200,
      );
      const { status, body } = await unmigrate(eve);
      assert.deepEqual([status, body], [200, { user_id: id, needs_new_password: true, blocked: false }]);
      assert.equal(await logIn(eve), 403);
      const order = { connection_id: connection.id, email: eve };
      const { body: made } = await segue.manage('POST', 'tickets/password-change', order);
      const page = new URL(made.ticket);
      const chosen = await segue.request(page.pathname + page.search, {
        method: 'POST',
        body: new URLSearchParams({ password: 'chosen-once-more' }),
      });
      assert.equal(chosen.status, 303);
      assert.equal(await logIn(eve, 'chosen-once-more'), 200);
    });
  });
}
