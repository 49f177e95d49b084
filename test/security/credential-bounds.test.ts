import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { recordCalls } from '../kit/recorded-calls.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const user = 'user@example.com';

/** Pairs that are no credentials at all: who asks gets an error, and the legacy system is never asked. */
const unacceptable: readonly (readonly [
  name: string,
  username: string,
  password: string,
  status: 400 | 403,
])[] = [
  ['an empty password', user, '', 400],
  ['an empty username', '', 'any', 400],
  ['a username of spaces', '   ', 'any', 403],
  ['NUL in the password', user, 'a\0b', 400],
  ['NUL in the username', 'user\0@example.com', 'any', 400],
  ['a line end in the username', 'user@example.com\r\nbcc: x', 'any', 403],
  ['a password of 1,025 bytes', user, 'a'.repeat(1_025), 403],
  ['a password of 1,026 bytes in 513 characters', user, 'ü'.repeat(513), 403],
  ['a password beyond all bounds', user, 'a'.repeat(5_000), 400],
  ['an email of 255 bytes', `${'a'.repeat(243)}@example.com`, 'any', 403],
  ['a username of 129 bytes', 'a'.repeat(129), 'any', 403],
];

/** JSON values that are not the strings they must be. */
const uncoerced: readonly unknown[] = [null, 0, 123456, true, [], ['any'], {}, { length: 3 }];

for (const store of stores) {
  describe(`S5: what reaches a script, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    const { calls, seams } = recordCalls();
    before(async () => {
      segue = await startSegue(store, { seams });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback()',
      });
    });
    beforeEach(() => {
      calls.length = 0;
    });
    after(() => segue.stop());

    function logInByJson(credentials: object): Promise<Answer> {
      const { application, name: realm } = connection;
      const body = JSON.stringify({ ...application, grant_type: passwordRealm, realm, ...credentials });
      const headers = { 'content-type': 'application/json' };
      return segue.request('oauth/token', { method: 'POST', headers, body });
    }

    for (const [name, username, password, status] of unacceptable) {
      test(`not ${name}`, async () => {
        for (const answer of [
          await connection.logIn(username, password),
          await logInByJson({ username, password }),
        ]) {
          assert.equal(answer.status, status, answer.text);
          assert.equal(answer.body.error, status === 400 ? 'invalid_request' : 'invalid_grant');
        }
        assert.deepEqual(calls, []);
      });
    }

    test('nothing that JSON could have been coerced from', async () => {
      for (const value of uncoerced) {
        for (const credentials of [
          { username: user, password: value },
          { username: value, password: 'any password' },
        ]) {
          const answer = await logInByJson(credentials);
          assert.deepEqual(
            [answer.status, answer.body.error],
            [400, 'invalid_request'],
            JSON.stringify(value),
          );
        }
      }
      assert.deepEqual(calls, []);
    });

    test('the longest credentials, and the password as it was typed', async () => {
      const email = `${'a'.repeat(242)}@example.com`;
      for (const password of ['a'.repeat(1_024), ' spaces around ', 'tab\tand\nline end', 'Ａ\u0301\u200d']) {
        assert.equal((await connection.logIn(`  ${email} `, password)).status, 403);
        assert.deepEqual(calls.at(-1)?.args, [email, password]);
      }
    });

    test('no email but one, when a user is created', async () => {
      for (const email of ['', ' ', 'a\0@example.com', 'no address', `${'a'.repeat(250)}@example.com`]) {
        const draft = { connection: connection.name, email, password: 'any password' };
        const answer = await segue.manage('POST', 'users', draft);
        assert.deepEqual([answer.status, answer.body.errorCode], [400, 'invalid_body'], email);
      }
      for (const password of ['', 'a\0b', 'ü'.repeat(513)]) {
        const draft = { connection: connection.name, email: user, password };
        assert.equal((await segue.manage('POST', 'users', draft)).status, 400);
      }
      assert.deepEqual(calls, []);
    });
  });
}
