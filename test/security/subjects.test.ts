import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** Ids that no subject can be made of, and what the operator is told. */
const invalid: readonly (readonly [name: string, id: string, reason: RegExp])[] = [
  ['a number beyond 2^53', '2 ** 53', /return it as a string/],
  ['a fraction', '1.5', /return it as a string/],
  ['not a number', 'NaN', /user_id is missing/],
  ['a control character', "'a\\u0007b'", /user_id contains a control character/],
  ['NUL', "'a\\u0000b'", /user_id: String contains a NUL character/],
  ['half a surrogate pair', "'a\\ud800b'", /user_id/],
  ['256 characters', "'a'.repeat(256)", /longer than 255 characters/],
  ['an empty text', "''", /user_id is missing/],
  ['spaces', "'  '", /user_id is missing/],
  ['an object', '{}', /user_id is missing/],
];

for (const store of stores) {
  describe(`S8: one person, one subject, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connections = 0;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    /** Everybody's id is this expression. */
    function connect(id: string, options = {}): Promise<LegacyConnection> {
      connections += 1;
      const login = `(email, password, callback) => callback(null, { user_id: ${id}, email })`;
      return createLegacyConnection(segue, { name: `ids-${connections}`, login, options });
    }

    for (const [name, id, reason] of invalid) {
      test(`an id that is ${name} is an invalid profile`, async () => {
        const connection = await connect(id);
        const answer = await connection.logIn('user@example.com', 'any');
        assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error'], answer.text);
        const event = (await segue.logs()).find(({ connection_id }) => connection_id === connection.id);
        assert.match(event.description, reason);
      });
    }

    test('255 characters are an id', async () => {
      const connection = await connect("'b'.repeat(255)");
      assert.equal((await connection.logIn('user@example.com', 'any')).status, 200);
      const { user_id } = await connection.user('user@example.com');
      assert.equal(user_id, `auth0|${'b'.repeat(255)}`);
      const path = `users/${encodeURIComponent(user_id)}`;
      assert.equal((await segue.manage('GET', path)).body.user_id, user_id);
    });

    test('two people of one connection with the same id are never matched to each other', async () => {
      const connection = await connect("'shared'");
      assert.equal((await connection.logIn('first@example.com', 'any')).status, 200);
      assert.equal((await connection.logIn('second@example.com', 'any')).status, 403);
      assert.equal(await connection.user('second@example.com'), undefined);
      const event = (await segue.logs()).at(-1);
      assert.deepEqual([event.type, event.details.trouble], ['fui', 'moved']);
    });

    test('the id of a deleted user is given to nobody: not by another connection, not by an operator', async () => {
      const first = await connect("'once'");
      assert.equal((await first.logIn('user@example.com', 'any')).status, 200);
      assert.equal((await segue.manage('DELETE', 'users/auth0%7Conce')).status, 204);

      const second = await connect("'once'");
      assert.equal((await second.logIn('user@example.com', 'any')).status, 403);
      const event = (await segue.logs()).at(-1);
      assert.deepEqual([event.type, event.details.trouble], ['fui', 'conflict']);
      for (const user_id of ['once', 'auth0|once']) {
        const draft = {
          connection: second.name,
          user_id,
          email: 'new@example.com',
          password: 'any password',
        };
        assert.equal((await segue.manage('POST', 'users', { ...draft })).status, 409);
      }
    });

    test('the subjects of a deleted connection are given to nobody', async () => {
      const first = await connect("'gone'");
      assert.equal((await first.logIn('user@example.com', 'any')).status, 200);
      assert.equal((await segue.manage('DELETE', `connections/${first.id}`)).status, 204);
      const second = await connect("'gone'");
      assert.equal((await second.logIn('somebody-else@example.com', 'any')).status, 403);
    });
  });
}
