import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const email = 'jane@example.com';

for (const store of stores) {
  describe(`S16: trying a script, ${store.name}`, store.options, () => {
    let segue: Segue;
    let shop: LegacyConnection;
    let password: string;
    before(async () => {
      segue = await startSegue(store);
      password = segue.canaries.plant('password');
      shop = await createLegacyConnection(segue, {
        name: 'shop',
        ...scriptsOver([{ identifiers: [email], password, profile: { user_id: 7, email } }]),
        configuration: { DB_PASSWORD: segue.canaries.plant('db') },
      });
    });
    // Everything that was answered and logged is searched for the passwords and the configuration.
    after(() => segue.stop());

    const tryIt = (body: object): Promise<Answer> =>
      segue.manage('POST', `segue/connections/${shop.id}/scripts/try`, body);
    const draftOf = (login: string, configuration = {}): object => ({
      script: 'login',
      identifier: email,
      password: segue.canaries.plant('typed'),
      draft: { customScripts: { login }, configuration },
    });

    async function tokenWith(scope: readonly string[]): Promise<string> {
      const audience = `${segue.issuer}api/v2/`;
      const { body } = await segue.manage('POST', 'clients', { name: 'tester', app_type: 'non_interactive' });
      const { client_id, client_secret } = body;
      await segue.manage('POST', 'client-grants', { client_id, audience, scope });
      const answer = await segue.token({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        audience,
      });
      return answer.body.access_token;
    }

    test('has a scope of its own; whoever may not store a script may not bring one along', async () => {
      const call = async (scope: readonly string[], body: object): Promise<Answer> => {
        const authorization = `Bearer ${await tokenWith(scope)}`;
        const headers = { authorization, 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(body) };
        return segue.request(`api/v2/segue/connections/${shop.id}/scripts/try`, init);
      };
      const stored = { script: 'get_user', identifier: email };
      const draft = draftOf('async () => null');
      assert.equal((await call(['read:connections', 'update:connections'], stored)).status, 403);
      assert.equal((await call(['try:scripts'], stored)).status, 200);
      const refused = await call(['try:scripts'], draft);
      assert.deepEqual([refused.status, refused.body.errorCode], [403, 'insufficient_scope']);
      assert.equal((await call(['try:scripts', 'update:connections'], draft)).status, 200);
    });

    test('a script that gives secrets away, in its profile, its output or its error, is not heard', async () => {
      const giving = draftOf(
        'async (email, password) => { console.log(password, configuration); return { user_id: 1, email, name: password + "!", user_metadata: { pw: [configuration.DB_PASSWORD] } }; }',
      );
      const { status, body } = await tryIt(giving);
      assert.equal(status, 200);
      assert.deepEqual(
        [body.profile.name, body.profile.user_metadata.pw],
        ['[password]!', ['[configuration.DB_PASSWORD]']],
      );
      const throwing = await tryIt(
        draftOf(
          '(e, password, done) => done(new Error("not " + password + " at " + configuration.DB_PASSWORD))',
        ),
      );
      assert.equal(throwing.body.reason, 'Error: not [password] at [configuration.DB_PASSWORD]');
      const inClear = segue.canaries.plant('draft');
      const configured = await tryIt(
        draftOf('(e, p, done) => done(new Error(configuration.KEY))', { KEY: inClear }),
      );
      assert.equal(configured.body.reason, 'Error: [configuration.KEY]');
    });

    test('counts against nobody: whoever was tried in vain logs in', async () => {
      for (let count = 0; count < 12; count += 1) {
        const body = { script: 'login', identifier: email, password: segue.canaries.plant('guess') };
        assert.equal((await tryIt(body)).body.outcome, 'absent');
      }
      assert.equal((await shop.logIn(email, password)).status, 200);
      assert.equal(
        (await tryIt({ script: 'login', identifier: email, password })).body.consequence,
        'present',
      );
    });

    test('is no door for guessing: so many an hour for one user, with an event for each', async () => {
      let last: Answer | undefined;
      for (let count = 0; count < 40 && last?.status !== 429; count += 1) {
        last = await tryIt({ script: 'get_user', identifier: 'kim@example.com' });
      }
      assert.equal(last?.status, 429);
      assert.equal(last?.headers.get('retry-after'), '3600');
      const tried = (await segue.logs()).filter(({ details }) => details?.kind === 'script-tried');
      assert.equal(tried.filter(({ user_name }) => user_name === 'kim@example.com').length, 30);
      assert.ok(
        tried.every(
          ({ type, client_id, connection }) => type === 'sapi' && client_id && connection === 'shop',
        ),
      );
    });

    test('a draft that fails, dies or loops opens no breaker, and leaves the stored scripts alone', async () => {
      const away =
        '(e, p, done) => { const error = new Error("x"); error.code = "ECONNREFUSED"; done(error); }';
      for (let count = 0; count < 7; count += 1)
        assert.equal((await tryIt(draftOf(`${away} // ${count}`))).body.outcome, 'unavailable');
      const dying = await tryIt(draftOf('() => process.exit(1)'));
      assert.deepEqual([dying.body.outcome, /process-exit/.test(dying.body.reason)], ['fault', true]);
      assert.equal(
        (await tryIt({ script: 'get_user', identifier: 'lee@example.com' })).body.outcome,
        'absent',
      );
      const { body } = await segue.manage('GET', `connections/${shop.id}`);
      assert.deepEqual(
        [body.segue.legacy.state, body.options.customScripts.login.includes('sha256')],
        ['closed', true],
      );
      const kinds = (await segue.logs()).map(({ details }) => details?.kind);
      assert.ok(!kinds.includes('legacy-breaker-opened'));
    });

    test('says what is wrong with the request', async () => {
      for (const [body, status, message] of [
        [{ script: 'login', identifier: email }, 400, /A password goes with the login script/],
        [
          { script: 'get_user', identifier: email, password: 'x' },
          400,
          /A password goes with the login script/,
        ],
        [{ script: 'create', identifier: email }, 400, /script/],
        [
          { script: 'login', identifier: email, password: 'x'.repeat(1024), draft: { customScripts: {} } },
          200,
          /absent|fault/,
        ],
        [
          { script: 'login', identifier: email, password: 'ü'.repeat(1024) },
          400,
          /Nobody could log in with this/,
        ],
      ] as const) {
        const answer = await tryIt(body);
        assert.equal(answer.status, status, answer.text);
        assert.match(answer.text, message);
      }
      const local = await segue.manage('POST', 'connections', { name: 'local', strategy: 'auth0' });
      const path = `segue/connections/${local.body.id}/scripts/try`;
      const bare = await segue.manage('POST', path, { script: 'get_user', identifier: email });
      assert.deepEqual([bare.status, bare.body.message], [400, 'The connection has no get_user script.']);
    });
  });
}
