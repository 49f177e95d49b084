import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** Lets in who types the configuration's value as password. */
const login = `(email, password, callback) =>
  callback(null, password === configuration.API_KEY && { user_id: email, email })`;

for (const store of stores) {
  describe(`S10: sealed configuration, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    let other: LegacyConnection;
    let key: string;
    before(async () => {
      segue = await startSegue(store);
      key = segue.canaries.plant('secret');
      connection = await createLegacyConnection(segue, {
        name: 'shop',
        login,
        configuration: { API_KEY: key },
      });
      other = await createLegacyConnection(segue, {
        name: 'other',
        login,
        configuration: { API_KEY: segue.canaries.plant('secret') },
        options: { segue: { legacy_id_prefix: 'other-' } },
      });
    });
    after(() => segue.stop());

    const read = async ({ id }: LegacyConnection): Promise<Answer['body']> =>
      (await segue.manage('GET', `connections/${id}`)).body;
    const write = ({ id }: LegacyConnection, options: object): Promise<Answer> =>
      segue.manage('PATCH', `connections/${id}`, { options });

    test('is shown sealed, each value by itself, and never in clear', async () => {
      const { options } = await read(connection);
      assert.match(options.configuration.API_KEY, /^sealed:1:[0-9a-f]{8}:[\w-]+$/);
      assert.equal((await connection.logIn('user@example.com', key)).status, 200);
    });

    test('sent back in its own place is unchanged, and the scripts are the same version', async () => {
      const { options } = await read(connection);
      const answer = await write(connection, options);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.body.options, options);
      assert.equal((await connection.logIn('second@example.com', key)).status, 200);
      const migrations = (await segue.logs()).filter(({ type }) => type === 'sui');
      assert.equal(new Set(migrations.map(({ details }) => details.script_version)).size, 1);
    });

    test('the same value in clear is no change either', async () => {
      const { options } = await read(connection);
      const answer = await write(connection, { ...options, configuration: { API_KEY: key } });
      assert.deepEqual(answer.body.options, options);
    });

    test('anywhere else it is 400, and nothing is changed', async () => {
      const { options } = await read(connection);
      const sealed = options.configuration.API_KEY;
      const { options: before } = await read(other);
      const altered = `${sealed.slice(0, -4)}${sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
      for (const configuration of [
        { API_KEY: sealed },
        { ...before.configuration, COPY: before.configuration.API_KEY },
        { API_KEY: altered },
        { API_KEY: 'sealed:1:00000000:AAAA' },
        { API_KEY: 'sealed:1:' },
      ]) {
        const answer = await write(other, { ...before, configuration });
        assert.deepEqual([answer.status, answer.body.errorCode], [400, 'invalid_body'], answer.text);
        assert.match(answer.body.message, /is not the sealed value that is stored here: send it in clear/);
      }
      assert.deepEqual((await read(other)).options, before);
    });

    test('an older value of its own place is 400 like any other: an old export brings no old secret back', async () => {
      const legacy = await createLegacyConnection(segue, {
        name: 'rotated',
        login,
        configuration: { API_KEY: segue.canaries.plant('secret') },
        options: { segue: { legacy_id_prefix: 'rotated-' } },
      });
      const { options: old } = await read(legacy);
      const newKey = segue.canaries.plant('secret');
      assert.equal((await write(legacy, { ...old, configuration: { API_KEY: newKey } })).status, 200);
      const { options: current } = await read(legacy);
      const answer = await write(legacy, old);
      assert.deepEqual([answer.status, answer.body.errorCode], [400, 'invalid_body'], answer.text);
      assert.match(answer.body.message, /^options\.configuration\.API_KEY .*: send it in clear/);
      assert.deepEqual((await read(legacy)).options, current);
      assert.equal((await write(legacy, current)).status, 200);
      assert.equal((await legacy.logIn('rotated@example.com', newKey)).status, 200);
    });

    test('a new connection takes no sealed value', async () => {
      const { options } = await read(connection);
      const draft = { name: 'copy', strategy: 'auth0', options };
      assert.equal((await segue.manage('POST', 'connections', draft)).status, 400);
    });

    test('a value moved behind the product’s back opens for nobody', async () => {
      const { accounts } = await segue.otherNode();
      const stolen = await accounts.connections.find(connection.id);
      const victim = await accounts.connections.find(other.id);
      assert.ok(stolen !== undefined && victim !== undefined);
      const { configuration } = stolen.options;
      await accounts.connections.update(other.id, { options: { ...victim.options, configuration } });
      const answer = await other.logIn('user@example.com', key);
      assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error']);
      const event = (await segue.logs()).at(-1);
      assert.match(event.description, /"API_KEY" was sealed under another SEGUE_SECRET_KEY/);
    });
  });
}
