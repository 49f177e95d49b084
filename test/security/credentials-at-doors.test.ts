import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { readRows } from '../kit/read-rows.ts';
import { recordCalls } from '../kit/recorded-calls.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const good = { email: 'new@example.com', username: 'new', password: 'a quite new battery staple' };

const badPasswords: readonly (readonly [name: string, password: string])[] = [
  ['an empty password', ''],
  ['NUL in the password', 'a quite new\0 battery staple'],
  ['a password of 1,025 bytes', 'correct horse '.repeat(74).slice(0, 1_025)],
  ['a password of 1,026 bytes in 513 characters', 'öäüßéàèù'.repeat(65).slice(0, 513)],
];

const badEmails: readonly (readonly [name: string, email: string])[] = [
  ['an empty email', ''],
  ['an email of spaces', '   '],
  ['NUL in the email', 'new\0@example.com'],
  ['a line end in the email', 'new@example.com\r\nbcc: x@example.com'],
  ['an email of 255 bytes', `${'a'.repeat(243)}@example.com`],
  ['an email of 264 bytes in 138 characters', `${'ü'.repeat(126)}@example.com`],
  ['an email without @', 'new'],
];

const badUsernames: readonly (readonly [name: string, username: string])[] = [
  ['an empty username', ''],
  ['a username of spaces', '   '],
  ['NUL in the username', 'ne\0w'],
  ['a username of 129 bytes', 'a'.repeat(129)],
  ['a username of 130 bytes in 65 characters', 'ü'.repeat(65)],
  ['a username with a blank inside', 'ne w'],
];

/** JSON values that are not the strings they must be. */
const uncoerced: readonly unknown[] = [null, 0, 123456, true, [], ['any'], {}];

for (const store of stores) {
  describe(`S5: what reaches no script by the other doors, ${store.name}`, store.options, () => {
    let segue: Segue;
    let byEmail: LegacyConnection;
    let byUsername: LegacyConnection;
    const { calls, seams } = recordCalls();
    before(async () => {
      segue = await startSegue(store, { seams });
      const scripts = {
        login: '(email, password, callback) => callback()',
        getUser: `(email, callback) =>
          callback(null, email.startsWith('legacy') && { user_id: email, email })`,
      };
      byEmail = await createLegacyConnection(segue, { name: 'by-email', ...scripts });
      byUsername = await createLegacyConnection(segue, {
        name: 'by-username',
        ...scripts,
        options: { requires_username: true },
      });
    });
    beforeEach(() => {
      calls.length = 0;
    });
    after(() => segue.stop());

    const post = (path: string, { application, name }: LegacyConnection, given: object): Promise<Answer> =>
      segue.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ client_id: application.client_id, connection: name, ...given }),
      });
    const signUp = (connection: LegacyConnection, given: object): Promise<Answer> =>
      post('dbconnections/signup', connection, given);

    /** It is refused, nobody is asked, and nobody is there. */
    async function assertRefused(answer: Answer): Promise<void> {
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(calls, []);
      assert.deepEqual(await readRows(segue.databaseUrl, 'select user_id from users'), []);
    }

    for (const [name, password] of badPasswords) {
      test(`sign-up: not ${name}`, async () => {
        await assertRefused(await signUp(byEmail, { email: good.email, password }));
      });
    }
    for (const [name, email] of badEmails) {
      test(`sign-up: not ${name}`, async () => {
        await assertRefused(await signUp(byEmail, { email, password: good.password }));
        await assertRefused(await signUp(byUsername, { ...good, email }));
      });

      test(`a forgotten password: not ${name}`, async () => {
        const answer = await post('dbconnections/change_password', byEmail, { email });
        assert.ok([200, 400].includes(answer.status), answer.text);
        assert.deepEqual(calls, []);
        assert.deepEqual(await readRows(segue.databaseUrl, 'select id from jobs'), []);
      });
    }
    for (const [name, username] of badUsernames) {
      test(`sign-up: not ${name}`, async () => {
        await assertRefused(await signUp(byUsername, { ...good, username }));
      });
    }

    test('sign-up: nothing that JSON could have been coerced from', async () => {
      for (const value of uncoerced) {
        for (const field of ['email', 'username', 'password']) {
          await assertRefused(await signUp(byUsername, { ...good, [field]: value }));
        }
      }
    });

    test('a forgotten password: nothing that JSON could have been coerced from', async () => {
      for (const value of uncoerced) {
        const answer = await post('dbconnections/change_password', byEmail, { email: value });
        assert.equal(answer.status, 400, answer.text);
      }
      assert.deepEqual(calls, []);
    });

    test('the page behind a link: no such password, and the link stays', async () => {
      const link = await newLink('legacy@example.com');
      calls.length = 0;
      for (const [name, password] of badPasswords) {
        const page = await choose(link, password);
        // NUL is refused before any page sees it, as on every route.
        assert.equal(page.status, password.includes('\0') ? 400 : 422, name);
        assert.deepEqual(calls, [], name);
      }
      assert.equal((await choose(link, good.password)).status, 303);
    });

    test('an operator: no such email, username or password of a user', async () => {
      const user = await segue.manage('POST', 'users', {
        connection: byUsername.name,
        email: 'own@example.com',
        username: 'own',
        password: 'any other password',
      });
      assert.equal(user.status, 201, user.text);
      const path = `users/${encodeURIComponent(user.body.user_id)}`;
      calls.length = 0;
      for (const [field, values] of [
        ['email', badEmails],
        ['username', badUsernames],
        ['password', badPasswords],
      ] as const) {
        for (const [name, value] of values) {
          assert.equal((await segue.manage('PATCH', path, { [field]: value })).status, 400, name);
        }
      }
      assert.deepEqual(calls, []);
    });

    test('an operator: no link for an address that is none', async () => {
      for (const [name, email] of badEmails) {
        const answer = await segue.manage('POST', 'tickets/password-change', {
          connection_id: byEmail.id,
          email,
        });
        assert.ok([400, 404].includes(answer.status), `${name}: ${answer.text}`);
        assert.deepEqual(calls, [], name);
      }
    });

    async function newLink(email: string): Promise<string> {
      const answer = await segue.manage('POST', 'tickets/password-change', {
        connection_id: byEmail.id,
        email,
      });
      assert.equal(answer.status, 201, answer.text);
      const { pathname, search } = new URL(answer.body.ticket);
      return `${pathname.slice(1)}${search}`;
    }

    const choose = (link: string, password: string): Promise<Answer> =>
      segue.request(link, { method: 'POST', body: new URLSearchParams({ password }) });
  });
}
