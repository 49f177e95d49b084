import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

for (const store of stores) {
  describe(`S17: one index over usernames and emails, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: `(email, password, callback) => callback(null, { user_id: password, username: email })`,
        options: { requires_username: true },
      });
    });
    after(() => segue.stop());

    const create = async (user: object): Promise<number> => {
      const draft = { connection: connection.name, password: 'any password', ...user };
      return (await segue.manage('POST', 'users', draft)).status;
    };

    test('a username has no @: it cannot be another user’s email', async () => {
      assert.equal(await create({ username: 'victim', email: 'victim@example.com' }), 201);
      assert.equal(await create({ username: 'victim@example.com' }), 400);
      assert.equal(await create({ username: 'evil', email: 'VICTIM@example.com' }), 409);
      assert.equal(await create({ username: 'Victim' }), 409);
    });

    test('nor has one that somebody signs up with', async () => {
      const signUp = (given: object): Promise<Answer> =>
        segue.request('dbconnections/signup', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            client_id: connection.application.client_id,
            connection: connection.name,
            password: 'a quite new battery staple',
            ...given,
          }),
        });
      assert.equal(await create({ username: 'signed', email: 'signed@example.com' }), 201);
      for (const username of ['signed@example.com', 'not.taken@example.com', '@', 'a@']) {
        const answer = await signUp({ username });
        assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_signup'], username);
        assert.match(answer.body.description, /without "@"/);
      }
      const taken = await signUp({ username: 'other', email: 'Signed@example.com' });
      assert.deepEqual([taken.status, taken.body.description], [400, 'Invalid sign up']);
      assert.equal((await signUp({ username: ' SIGNED ' })).status, 400);
      assert.equal((await signUp({ username: 'free' })).status, 200);
    });

    test('nor has one that an operator gives to a user who is here', async () => {
      const draft = { connection: connection.name, username: 'renamed', password: 'any password' };
      const { body } = await segue.manage('POST', 'users', draft);
      const path = `users/${encodeURIComponent(body.user_id)}`;
      assert.equal(await create({ username: 'patched', email: 'patched@example.com' }), 201);
      const patch = async (changes: object): Promise<number> =>
        (await segue.manage('PATCH', path, changes)).status;
      assert.equal(await patch({ username: 'patched@example.com' }), 400);
      assert.equal(await patch({ username: 'free@example.com' }), 400);
      assert.equal(await patch({ username: ' Patched ' }), 400);
      assert.equal(await patch({ email: 'PATCHED@example.com' }), 400);
      assert.equal((await segue.manage('GET', path)).body.username, 'renamed');
      assert.equal(await patch({ username: 'renamed.again' }), 200);
    });

    test('nor has one that the Get User script returns at a password change', async () => {
      const legacy = await createLegacyConnection(segue, {
        name: 'by-link',
        login: '(email, password, callback) => callback()',
        getUser: `(email, callback) =>
          callback(null, { user_id: 'linked', email, username: 'linked@example.com' })`,
        options: { requires_username: true },
      });
      const answer = await segue.manage('POST', 'tickets/password-change', {
        connection_id: legacy.id,
        email: 'linked@example.com',
      });
      assert.deepEqual([answer.status, answer.body.errorCode], [400, 'extensibility_error'], answer.text);
    });

    test('nor has one that a script returns', async () => {
      const answer = await connection.logIn('mallory@example.com', 'id-1');
      assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error']);
      assert.match((await segue.logs()).at(-1).description, /username is empty, too long, or contains "@"/);
      assert.equal((await connection.logIn('Ada', 'id-2')).status, 200);
      assert.equal((await segue.manage('GET', 'users/auth0%7Cid-2')).body.username, 'Ada');
    });

    test('a legacy username that somebody has here already is a conflict, in any case of letters', async () => {
      const taken = await createLegacyConnection(segue, {
        name: 'taken',
        login: `(email, password, callback) => callback(null, { user_id: password, username: 'GRACE' })`,
        options: { requires_username: true },
      });
      const draft = { connection: 'taken', username: 'grace', password: 'any password' };
      assert.equal((await segue.manage('POST', 'users', draft)).status, 201);
      assert.equal((await taken.logIn('somebody', 'id-3')).status, 403);
      const event = (await segue.logs()).at(-1);
      assert.deepEqual([event.type, event.details.trouble], ['fui', 'conflict']);
    });

    test('a connection without usernames takes none', async () => {
      const plain = await createLegacyConnection(segue, {
        name: 'plain',
        login: '(email, password, callback) => callback()',
      });
      const draft = {
        connection: plain.name,
        email: 'a@example.com',
        username: 'a',
        password: 'any password',
      };
      assert.equal((await segue.manage('POST', 'users', draft)).status, 400);
    });
  });
}
