import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';
import { type LoggedIn, logInForEverything, shop } from './logged-in.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';

for (const store of stores) {
  describe(`S12: what ends a login, ${store.name}`, store.options, () => {
    const gate = createStatementGate();
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
      connection = await createLegacyConnection(segue, { login: everybody });
      const api = { identifier: shop, allow_offline_access: true };
      assert.equal((await segue.manage('POST', 'resource-servers', api)).status, 201);
    });
    after(() => segue.stop());

    async function logIn(): Promise<LoggedIn> {
      users += 1;
      const login = await logInForEverything(connection, `user-${users}@example.com`);
      await assertAlive(login);
      return login;
    }

    const userInfo = (token: string): Promise<Answer> =>
      segue.request('userinfo', { headers: { authorization: `Bearer ${token}` } });

    const refresh = (refresh_token: string): Promise<Answer> =>
      segue.token({ grant_type: 'refresh_token', ...connection.application, refresh_token });

    async function assertAlive({ refreshToken, opaqueToken, jwt }: LoggedIn): Promise<void> {
      assert.equal((await refresh(refreshToken)).status, 200);
      for (const token of [opaqueToken, jwt]) assert.equal((await userInfo(token)).status, 200);
    }

    async function assertEnded({ refreshToken, opaqueToken, jwt }: LoggedIn): Promise<void> {
      const answer = await refresh(refreshToken);
      assert.ok([401, 403].includes(answer.status), answer.text);
      for (const token of [opaqueToken, jwt]) {
        const { status, body } = await userInfo(token);
        assert.deepEqual([status, body.error], [401, 'invalid_token']);
      }
    }

    test('a block, for good: unblocking brings nothing back', async () => {
      const login = await logIn();
      assert.equal((await segue.manage('PATCH', login.path, { blocked: true })).status, 200);
      await assertEnded(login);
      assert.equal((await connection.logIn(login.email, 'any')).status, 401);
      assert.equal((await segue.manage('PATCH', login.path, { blocked: false })).status, 200);
      await assertEnded(login);
      assert.equal((await connection.logIn(login.email, 'any')).status, 200);
    });

    test('a deletion', async () => {
      const login = await logIn();
      assert.equal((await segue.manage('DELETE', login.path)).status, 204);
      await assertEnded(login);
    });

    test('a deletion, for good: a user who comes back brings nothing back', async () => {
      const login = await logIn();
      assert.equal((await segue.manage('DELETE', login.path)).status, 204);
      const { body } = await segue.manage('GET', 'segue/tombstones?per_page=100');
      const { id } = body.find(({ email }: { email: string }) => email === login.email);
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
      assert.equal((await connection.logIn(login.email, 'any')).status, 200);
      await assertEnded(login);
    });

    test('a password change, which another node has made', async () => {
      const login = await logIn();
      const { accounts } = await segue.otherNode();
      const { user_id } = await connection.user(login.email);
      await accounts.transact(async (tx) => {
        await tx.passwordHashes.replace(user_id, 'a hash that nothing fits', Date.now());
        await tx.sessions.endAll(user_id);
      });
      await assertEnded(login);
    });

    test('nothing else: new metadata, a new name', async () => {
      const login = await logIn();
      const changes = { name: 'Renamed', user_metadata: { colour: 'blue' }, app_metadata: { plan: 'gold' } };
      assert.equal((await segue.manage('PATCH', login.path, changes)).status, 200);
      await assertAlive(login);
    });

    for (const statement of [/^delete from "oidc_payloads"/, /^insert into "events"/]) {
      test(`a block is whole or is not: it fails at ${statement.source}`, async () => {
        const login = await logIn();
        gate.fail(statement, new Error('the disk is full'));
        assert.equal((await segue.manage('PATCH', login.path, { blocked: true })).status, 500);
        assert.equal((await segue.manage('GET', login.path)).body.blocked, false);
        await assertAlive(login);
      });

      test(`a deletion is whole or is not: it fails at ${statement.source}`, async () => {
        const login = await logIn();
        gate.fail(statement, new Error('the disk is full'));
        assert.equal((await segue.manage('DELETE', login.path)).status, 500);
        assert.equal((await segue.manage('GET', login.path)).status, 200);
        await assertAlive(login);
      });
    }

    test('the end of its connection, also when one with the same users takes its place', async () => {
      const first = connection;
      const login = await logIn();
      assert.equal((await segue.manage('DELETE', `connections/${first.id}`)).status, 204);
      await assertEnded(login);
      connection = await createLegacyConnection(segue, { login: everybody });
      await connection.logIn(login.email, 'any');
      connection = { ...connection, application: first.application };
      await assertEnded(login);
    });
  });
}
