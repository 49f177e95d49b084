import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import type { Answer } from '../kit/answer.ts';
import { keepSession, keepTokenOfSession } from '../kit/kept-session.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';
const browser = 'Mozilla/5.0 (of a test)';

for (const store of stores) {
  describe(`refresh tokens and sessions, as an operator sees them, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    let users = 0;
    let email = '';
    let userId = '';
    before(async () => {
      clock = createManualClock(Date.now());
      segue = await startSegue(store, { seams: { clock } });
      connection = await createLegacyConnection(segue, { login: everybody });
    });
    beforeEach(async () => {
      users += 1;
      email = `user-${users}@example.com`;
      await setPolicy({ rotation_type: 'rotating', expiration_type: 'expiring', leeway: 0 });
      await logIn('openid');
      userId = (await connection.user(email)).user_id;
    });
    after(() => segue.stop());

    async function setPolicy(refresh_token: object): Promise<void> {
      const path = `clients/${connection.application.client_id}`;
      assert.equal((await segue.manage('PATCH', path, { refresh_token })).status, 200);
    }

    async function logIn(scope = 'openid offline_access'): Promise<string> {
      const answer = await connection.logIn(email, 'any', { scope });
      assert.equal(answer.status, 200, answer.text);
      return answer.body.refresh_token;
    }

    const secrets = ['access_token', 'id_token', 'refresh_token'];
    const refresh = (refresh_token: string, userAgent = browser): Promise<Answer> =>
      segue.request(
        'oauth/token',
        {
          method: 'POST',
          headers: { 'user-agent': userAgent },
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            ...connection.application,
            refresh_token,
          }),
        },
        secrets,
      );

    async function list(query = ''): Promise<Answer['body']> {
      const path = `users/${encodeURIComponent(userId)}/refresh-tokens${query}`;
      const { status, body, text } = await segue.manage('GET', path);
      assert.equal(status, 200, text);
      return body;
    }

    const seconds = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString();

    test('each login has one, with its client, its times, its scopes and where it was begun', async () => {
      await setPolicy({ token_lifetime: 1_000, idle_token_lifetime: 100 });
      await logIn();
      const { tokens, next } = await list();
      assert.equal(next, undefined);
      const [token] = tokens;
      const { id, device, idle_expires_at: idleEnd, ...rest } = token;
      assert.match(id, /^[0-9a-f]{24}$/);
      assert.equal(seconds(Date.parse(idleEnd)), seconds(clock.now() + 100_000));
      assert.ok(/127\.0\.0\.1|::1/.test(device.initial_ip), device.initial_ip);
      assert.deepEqual(device.initial_user_agent, device.last_user_agent);
      assert.deepEqual(rest, {
        user_id: userId,
        client_id: connection.application.client_id,
        session_id: null,
        created_at: seconds(clock.now()),
        expires_at: seconds(clock.now() + 1_000_000),
        rotating: true,
        resource_servers: [{ audience: `${segue.issuer}userinfo`, scopes: 'openid offline_access' }],
      });
      assert.deepEqual((await segue.manage('GET', `refresh-tokens/${id}`)).body, token);
    });

    test('one that does not expire says nothing of an end', async () => {
      await setPolicy({ expiration_type: 'non-expiring', rotation_type: 'non-rotating' });
      await logIn();
      const [token] = (await list()).tokens;
      assert.deepEqual(
        ['expires_at', 'idle_expires_at', 'last_exchanged_at'].filter((name) => name in token),
        [],
      );
    });

    for (const rotation_type of ['rotating', 'non-rotating']) {
      test(`${rotation_type}: it is one and the same after a use, which it tells`, async () => {
        await setPolicy({ rotation_type, token_lifetime: 1_000, idle_token_lifetime: 100 });
        const first = await logIn();
        const [before] = (await list()).tokens;
        clock.advance(20_000);
        const answer = await refresh(first, 'another browser');
        assert.equal(answer.status, 200, answer.text);
        const { tokens } = await list();
        assert.equal(tokens.length, 1);
        const [after] = tokens;
        assert.equal(after.id, before.id);
        assert.equal(after.created_at, before.created_at);
        assert.equal(after.rotating, rotation_type === 'rotating');
        assert.equal(seconds(Date.parse(after.last_exchanged_at)), seconds(clock.now()));
        assert.equal(seconds(Date.parse(after.idle_expires_at)), seconds(clock.now() + 100_000));
        assert.equal(after.device.last_user_agent, 'another browser');
        assert.equal(after.device.initial_user_agent, before.device.initial_user_agent);
      });

      test(`${rotation_type}: one that is deleted refreshes nothing from then on, and leaves an event`, async () => {
        await setPolicy({ rotation_type });
        let doomed = await logIn();
        const kept = await logIn();
        doomed = (await refresh(doomed)).body.refresh_token ?? doomed;
        const [{ id }, other] = (await list()).tokens;
        const deleted = await segue.manage('DELETE', `refresh-tokens/${id}`);
        assert.deepEqual([deleted.status, deleted.text], [202, '']);
        const { status, body } = await refresh(doomed);
        assert.deepEqual([status, body.error], [403, 'invalid_grant']);
        assert.equal((await refresh(kept)).status, 200);
        assert.deepEqual(
          (await list()).tokens.map((each: { id: string }) => each.id),
          [other.id],
        );
        assert.equal((await segue.manage('GET', `refresh-tokens/${id}`)).status, 404);
        const { body: events } = await segue.manage(
          'GET',
          `users/${encodeURIComponent(userId)}/logs?per_page=100`,
        );
        const event = events.find(({ type }: { type: string }) => type === 'srrt');
        assert.equal(event.client_id, segue.operator.clientId);
        assert.deepEqual(event.details, {
          kind: 'token-revoked',
          by: 'operator',
          family: id,
          issuedTo: connection.application.client_id,
        });
        assert.equal((await segue.manage('DELETE', `refresh-tokens/${id}`)).status, 202, 'again');
      });
    }

    test('the opaque access token of the same login ends with it', async () => {
      const { body } = await connection.logIn(email, 'any', { scope: 'openid offline_access' });
      const headers = { authorization: `Bearer ${body.access_token}` };
      assert.equal((await segue.request('userinfo', { headers })).status, 200);
      const [{ id }] = (await list()).tokens;
      await segue.manage('DELETE', `refresh-tokens/${id}`);
      assert.equal((await segue.request('userinfo', { headers })).status, 401);
    });

    test('a user’s are listed by checkpoint, each once, and only those that are good for something', async () => {
      await setPolicy({ idle_token_lifetime: 100, token_lifetime: 1_000 });
      await logIn();
      clock.advance(101_000);
      const revoked = await logIn();
      await segue.request('oauth/revoke', {
        method: 'POST',
        body: new URLSearchParams({ ...connection.application, token: revoked }),
      });
      for (let count = 0; count < 5; count += 1) await logIn();
      const { tokens: all } = await list();
      assert.equal(all.length, 5);
      const seen: string[] = [];
      let from: string | undefined;
      let pages = 0;
      do {
        const { tokens, next } = await list(`?take=2${from === undefined ? '' : `&from=${from}`}`);
        seen.push(...tokens.map(({ id }: { id: string }) => id));
        from = next;
        pages += 1;
      } while (from !== undefined);
      assert.equal(pages, 3);
      assert.deepEqual(
        seen,
        all.map(({ id }: { id: string }) => id),
      );
    });

    test('two successors of one token, within its leeway, are one', async () => {
      await setPolicy({ rotation_type: 'rotating', leeway: 60 });
      const first = await logIn();
      const [a, b] = [await refresh(first), await refresh(first)];
      assert.deepEqual([a.status, b.status], [200, 200]);
      const { tokens } = await list();
      assert.equal(tokens.length, 1);
      await segue.manage('DELETE', `refresh-tokens/${tokens[0].id}`);
      for (const { body } of [a, b]) assert.equal((await refresh(body.refresh_token)).status, 403);
      assert.equal((await refresh(first)).status, 403);
    });

    test('all of a user’s end at once, and nobody else’s', async () => {
      const tokens = [await logIn(), await logIn()];
      const session = await keepSession(segue, { userId });
      const [mine, myself] = [userId, email];
      email = 'bystander@example.com';
      const other = await logIn();
      userId = mine;
      const path = `users/${encodeURIComponent(mine)}/refresh-tokens`;
      assert.equal((await segue.manage('DELETE', path)).status, 202);
      for (const token of tokens) assert.equal((await refresh(token)).status, 403);
      assert.equal((await refresh(other)).status, 200);
      assert.deepEqual((await list()).tokens, []);
      assert.equal((await segue.manage('GET', `sessions/${session}`)).status, 200, 'sessions stay');
      email = myself;
      assert.equal((await refresh(await logIn())).status, 200, 'a new login has a new one');
    });

    test('those named, or a client’s of a user for one API, end together', async () => {
      const ids = async (query = ''): Promise<readonly string[]> => {
        const { body } = await segue.manage(
          'GET',
          `refresh-tokens?user_id=${encodeURIComponent(userId)}${query}`,
        );
        return body.tokens.map(({ id }: { id: string }) => id);
      };
      const revoke = async (body: object): Promise<number> =>
        (await segue.manage('POST', 'refresh-tokens/revoke', body)).status;
      const { client_id } = connection.application;
      const [a, b, c] = [await logIn(), await logIn(), await logIn()];
      const [idOfA, idOfB, idOfC] = await ids(`&client_id=${client_id}`);
      assert.deepEqual(await ids('&client_id=another'), []);
      assert.equal(await revoke({ ids: [idOfA, idOfB, 'none'] }), 202);
      assert.deepEqual(await ids(), [idOfC]);
      for (const token of [a, b]) assert.equal((await refresh(token)).status, 403);
      assert.equal(await revoke({ user_id: userId, client_id: 'another' }), 202);
      assert.equal(await revoke({ user_id: userId, client_id, audience: 'urn:another' }), 202);
      assert.deepEqual(await ids(), [idOfC]);
      assert.equal(await revoke({ user_id: userId, client_id, audience: `${segue.issuer}userinfo` }), 202);
      assert.deepEqual(await ids(), []);
      assert.equal((await refresh(c)).status, 403);
      await logIn();
      assert.equal(await revoke({ user_id: userId }), 202);
      assert.deepEqual(await ids(), []);
      for (const body of [{}, { ids: ['x'], user_id: userId }, { user_id: userId, audience: 'x' }])
        assert.equal(await revoke(body), 400);
    });

    test('a deletion that comes while a token is used leaves none that is good', async () => {
      for (let round = 0; round < 5; round += 1) {
        const token = await logIn();
        const { tokens } = await list();
        const id = tokens.at(-1).id;
        const [refreshed] = await Promise.all([
          refresh(token),
          segue.manage('DELETE', `refresh-tokens/${id}`),
        ]);
        const successor = refreshed.body.refresh_token ?? token;
        assert.equal((await refresh(successor)).status, 403);
        assert.deepEqual((await list()).tokens, []);
      }
    });

    test('of somebody who has been deleted, or never was, there is nothing to list', async () => {
      await logIn();
      const user = `users/${encodeURIComponent(userId)}`;
      assert.equal((await segue.manage('DELETE', user)).status, 204);
      for (const method of ['GET', 'DELETE']) {
        for (const what of ['refresh-tokens', 'sessions']) {
          const { status, body } = await segue.manage(method, `${user}/${what}`);
          assert.deepEqual([status, body.errorCode], [404, 'inexistent_user']);
        }
      }
    });

    test('sessions are listed by checkpoint, and say when and how somebody logged in', async () => {
      const authenticatedAt = clock.now() - 60_000;
      const expiresAt = clock.now() + 60_000;
      const ids = [];
      for (let count = 0; count < 3; count += 1)
        ids.push(await keepSession(segue, { userId, authenticatedAt, expiresAt }));
      await keepSession(segue, { userId, expiresAt: clock.now() - 1 });
      const path = `users/${encodeURIComponent(userId)}/sessions`;
      const { body: first } = await segue.manage('GET', `${path}?take=2`);
      const { body: second } = await segue.manage('GET', `${path}?take=2&from=${first.next}`);
      const all = [...first.sessions, ...second.sessions];
      assert.equal(second.next, undefined);
      assert.deepEqual(
        all.map(({ id }) => id),
        ids,
      );
      assert.deepEqual(all[0], {
        id: ids[0],
        user_id: userId,
        created_at: seconds(authenticatedAt),
        authenticated_at: seconds(authenticatedAt),
        expires_at: new Date(expiresAt).toISOString(),
        clients: [{ client_id: 'app' }],
        authentication: { methods: [{ name: 'pwd', timestamp: seconds(authenticatedAt) }] },
      });
      assert.deepEqual((await segue.manage('GET', `sessions/${ids[0]}`)).body, all[0]);
    });

    test('one session ends, or all of a user’s; a deletion leaves refresh tokens, revoking does not', async () => {
      const { client_id: clientId } = connection.application;
      const session = async (): Promise<readonly [string, string]> => {
        const sessionUid = await keepSession(segue, { userId, clientId });
        return [sessionUid, await keepTokenOfSession(segue, { userId, clientId, sessionUid })];
      };
      const unbound = await logIn();
      const [[a, tokenOfA], [b, tokenOfB], [c]] = [await session(), await session(), await session()];
      assert.equal((await segue.manage('DELETE', `sessions/${a}`)).status, 202);
      assert.equal((await segue.manage('GET', `sessions/${a}`)).status, 404);
      assert.equal((await segue.manage('GET', `refresh-tokens/${tokenOfA}`)).body.session_id, a);
      assert.equal((await segue.manage('POST', `sessions/${b}/revoke`)).status, 202);
      assert.equal((await segue.manage('GET', `sessions/${b}`)).status, 404);
      assert.equal((await segue.manage('GET', `refresh-tokens/${tokenOfB}`)).status, 404);
      assert.equal((await segue.manage('POST', `sessions/${b}/revoke`)).status, 404);
      assert.equal((await segue.manage('DELETE', `sessions/${b}`)).status, 202);
      assert.equal((await segue.manage('GET', `sessions/${c}`)).status, 200);
      const all = `users/${encodeURIComponent(userId)}/sessions`;
      assert.equal((await segue.manage('DELETE', all)).status, 202);
      assert.deepEqual((await segue.manage('GET', all)).body, { sessions: [] });
      assert.equal((await refresh(unbound)).status, 200);
    });
  });
}
