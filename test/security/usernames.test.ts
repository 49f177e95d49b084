import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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
      const draft = { connection: connection.name, password: 'any', ...user };
      return (await segue.manage('POST', 'users', draft)).status;
    };

    test('a username has no @: it cannot be another user’s email', async () => {
      assert.equal(await create({ username: 'victim', email: 'victim@example.com' }), 201);
      assert.equal(await create({ username: 'victim@example.com' }), 400);
      assert.equal(await create({ username: 'evil', email: 'VICTIM@example.com' }), 409);
      assert.equal(await create({ username: 'Victim' }), 409);
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
      const draft = { connection: 'taken', username: 'grace', password: 'any' };
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
      const draft = { connection: plain.name, email: 'a@example.com', username: 'a', password: 'any' };
      assert.equal((await segue.manage('POST', 'users', draft)).status, 400);
    });
  });
}
