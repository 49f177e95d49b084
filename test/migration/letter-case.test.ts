import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Mailbox, openMailbox } from '../kit/mailbox.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** A legacy system that compares letter by letter, as PostgreSQL does; everybody's password is the same. */
const table = `
  const users = { 'jane@example.com': 1, 'dave@example.com': 2, 'max@example.com': 3, 'Rob@Example.com': 4, 'frank@example.com': 5 };
  const row = (email) => Object.hasOwn(users, email) ? { user_id: users[email], email } : undefined;`;
const login = `${table}
  function login(email, password, callback) {
    const user = row(email);
    if (user === undefined || password !== configuration.PASSWORD) return callback(new WrongUsernameOrPasswordError(email));
    callback(null, user);
  }`;
const getUser = `${table} function getUser(email, callback) { callback(null, row(email)); }`;
const password = 'correct horse battery';

for (const store of stores) {
  describe(`a legacy system that compares letter by letter, ${store.name}`, store.options, () => {
    let segue: Segue;
    let mailbox: Mailbox;
    let shop: LegacyConnection;
    before(async () => {
      mailbox = await openMailbox();
      segue = await startSegue(store, { environment: { SMTP_URL: mailbox.url } });
      shop = await createLegacyConnection(segue, { login, getUser, configuration: { PASSWORD: password } });
    });
    after(async () => {
      await mailbox.close();
      await segue.stop();
    });

    const post = (path: string, body: object): Promise<Answer> =>
      segue.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ client_id: shop.application.client_id, connection: shop.name, ...body }),
      });
    const draft = { password: 'another horse battery' };

    test('nobody signs up in capitals in the place of somebody who is there (F10)', async () => {
      const answer = await post('dbconnections/signup', { ...draft, email: 'JANE@example.com' });
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_signup']);
      const made = await segue.manage('POST', 'users', {
        ...draft,
        connection: shop.name,
        email: 'Jane@Example.com',
      });
      assert.equal(made.status, 409, made.text);
      assert.equal((await shop.logIn('jane@example.com', password)).status, 200);
    });

    test('nor takes an address over by changing one', async () => {
      const mine = await segue.manage('POST', 'users', {
        ...draft,
        connection: shop.name,
        email: 'mallory@example.com',
      });
      assert.equal(mine.status, 201, mine.text);
      const path = `users/${encodeURIComponent(mine.body.user_id)}`;
      assert.equal((await segue.manage('PATCH', path, { email: 'DAVE@example.com' })).status, 400);
      assert.equal((await shop.logIn('dave@example.com', password)).status, 200);
    });

    test('a login in capitals is that of the user in lower case, and as typed of one who is there so', async () => {
      assert.equal((await shop.logIn('Frank@Example.com', password)).status, 200);
      assert.equal((await shop.logIn('FRANK@example.com', password)).status, 200);
      assert.equal((await shop.logIn('Rob@Example.com', password)).status, 200);
      const { body } = await segue.manage('GET', 'users-by-email?email=frank%40example.com');
      assert.equal(body.length, 1);
    });

    test('a forgotten password is changed whatever the case of the address', async () => {
      const answer = await post('dbconnections/change_password', { email: 'Max@Example.com' });
      assert.equal(answer.status, 200);
      const letter = await mailbox.waitFor(({ envelope }) => envelope.to.includes('max@example.com'));
      assert.equal(letter.links.length, 1);
    });

    test('a sign-up in capitals does not pass a tombstone', async () => {
      const { body } = await segue.manage('GET', 'users-by-email?email=frank%40example.com');
      const id = encodeURIComponent(body[0].user_id);
      assert.equal((await segue.manage('DELETE', `users/${id}`)).status, 204);
      const answer = await post('dbconnections/signup', { ...draft, email: 'FRANK@example.com' });
      assert.equal(answer.status, 400, answer.text);
    });
  });
}
