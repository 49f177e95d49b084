import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const things = 7;

/** The lists of `auth0` 7.1: its path, its name, and how the SDK pages through it. */
const lists = [
  ['users', 'users', 'page'],
  ['clients', 'clients', 'page'],
  ['resource-servers', 'resource_servers', 'page'],
  ['logs', 'logs', 'page'],
  ['connections', 'connections', 'checkpoint'],
  ['client-grants', 'client_grants', 'checkpoint'],
] as const;

for (const store of stores) {
  describe(`what Auth0's Node SDKs send, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback()',
      });
      for (let number = 0; number < things; number += 1) {
        const { client_id } = (await segue.manage('POST', 'clients', { name: `c${number}` })).body;
        const audience = `urn:api:${number}`;
        await segue.manage('POST', 'resource-servers', { identifier: audience });
        await segue.manage('POST', 'client-grants', { client_id, audience, scope: [] });
        await segue.manage('POST', 'connections', { name: `con-${number}`, strategy: 'auth0' });
        const user = {
          connection: connection.name,
          email: `user-${number}@example.com`,
          password: 'any password',
        };
        assert.equal((await segue.manage('POST', 'users', user)).status, 201);
      }
    });
    after(() => segue.stop());

    for (const [path, name, by] of lists) {
      test(`iterates over ${path} by ${by}: everything once, whatever the page's size`, async () => {
        const seen = new Set<string>();
        let count = 0;
        for await (const item of by === 'page' ? pagesOf(path, name) : checkpointsOf(path, name)) {
          seen.add(JSON.stringify(item));
          count += 1;
        }
        assert.ok(count >= things, `${count}`);
        assert.equal(seen.size, count, 'nothing twice');
      });
    }

    /** The iterator goes on while a page is full, and never reads `total`. */
    async function* pagesOf(path: string, name: string): AsyncGenerator<unknown> {
      for (let page = 0; ; page += 1) {
        const { status, body } = await segue.manage(
          'GET',
          `${path}?page=${page}&per_page=3&include_totals=true`,
        );
        assert.equal(status, 200, 'also beyond the end');
        assert.ok(Array.isArray(body[name]), 'a bare array is read as empty');
        yield* body[name];
        if (body[name].length < 3) return;
      }
    }

    /** `take` wins over `include_totals`; no `next` ends it. */
    async function* checkpointsOf(path: string, name: string): AsyncGenerator<unknown> {
      for (let from: string | undefined, more = true; more; ) {
        const query = `include_totals=true&take=3${from === undefined ? '' : `&from=${encodeURIComponent(from)}`}`;
        const { status, body } = await segue.manage('GET', `${path}?${query}`);
        assert.equal(status, 200);
        yield* body[name];
        from = body.next;
        more = from !== undefined;
      }
    }

    test('repeats array keys, and encodes ids in paths', async () => {
      const two = await segue.manage(
        'GET',
        'connections?strategy=auth0&strategy=ad&include_totals=true&take=50',
      );
      assert.ok(two.body.connections.length > things);
      assert.deepEqual((await segue.manage('GET', 'connections?strategy=ad&take=50')).body, {
        connections: [],
      });
      const [user] = (await segue.manage('GET', 'users?per_page=1')).body;
      const encoded = user.user_id.replace('|', '%7C');
      assert.equal((await segue.manage('GET', `users/${encoded}`)).body.user_id, user.user_id);
      assert.equal(
        (await segue.manage('GET', `resource-servers/urn%3Aapi%3A1`)).body.identifier,
        'urn:api:1',
      );
    });

    test('4.37 sends no defaults, and wants bare arrays; logs go on after an id', async () => {
      for (const [path] of lists) assert.ok(Array.isArray((await segue.manage('GET', path)).body), path);
      const first = (await segue.manage('GET', 'logs?take=2')).body;
      const second = (await segue.manage('GET', `logs?take=2&from=${first[1].log_id}`)).body;
      assert.ok(first[1].log_id < second[0].log_id);
    });

    test('4.37 revokes in JSON, and gets an empty 200', async () => {
      const login = { connection: connection.name, email: 'json@example.com', password: 'any password' };
      await segue.manage('POST', 'users', login);
      const tokens = await connection.logIn(login.email, 'any password', { scope: 'openid offline_access' });
      const body = JSON.stringify({ ...connection.application, token: tokens.body.refresh_token });
      const headers = { 'content-type': 'application/json', 'auth0-client': 'eyJuYW1lIjoibm9kZS1hdXRoMCJ9' };
      const answer = await segue.request('oauth/revoke', { method: 'POST', headers, body });
      assert.deepEqual([answer.status, answer.text], [200, '']);
    });

    test('auth0-auth-js sends plain `password` with a realm, which chooses the connection', async () => {
      const user = { connection: connection.name, email: 'realm@example.com', password: 'any password' };
      await segue.manage('POST', 'users', user);
      const answer = await connection.logIn(user.email, 'any password', { grant_type: 'password' });
      assert.equal(answer.status, 200, answer.text);
      const other = await connection.logIn(user.email, 'any password', {
        grant_type: 'password',
        realm: 'con-1',
      });
      assert.equal(other.status, 400);
    });

    test('errors are read by `error` and `error_description`, or by `errorCode` and `message`', async () => {
      const wrong = await connection.logIn('user-0@example.com', 'wrong');
      assert.deepEqual(Object.keys(wrong.body), ['error', 'error_description']);
      const missing = await segue.manage('GET', 'users/auth0%7Cnobody');
      assert.deepEqual(missing.body, {
        statusCode: 404,
        error: 'Not Found',
        message: 'The user does not exist.',
        errorCode: 'inexistent_user',
      });
    });
  });
}
