import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScriptCall, ScriptRunner } from '../../src/scripts/index.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

for (const store of stores) {
  test(
    `a connection that is deleted while its scripts are asked, ${store.name}`,
    store.options,
    async (t) => {
      let onCall: (call: ScriptCall) => Promise<unknown> = async () => {};
      const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
        ...runner,
        async run(call) {
          const answer = await runner.run(call);
          await onCall(call);
          return answer;
        },
      });
      const segue = await startSegue(store, { seams: { wrapRunner } });
      t.after(() => segue.stop());
      const connect = (name: string): ReturnType<typeof createLegacyConnection> =>
        createLegacyConnection(segue, {
          name,
          login: '(email, password, callback) => callback(null, { user_id: email, email })',
          getUser: '(email, callback) => callback()',
        });
      onCall = ({ connectionId }) => segue.manage('DELETE', `connections/${connectionId}`);

      await t.test('lets nobody in by it', async () => {
        const connection = await connect('first');
        const answer = await connection.logIn('user@example.com', 'any');
        assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
      });

      await t.test('takes no new user', async () => {
        const connection = await connect('second');
        const draft = {
          connection: connection.name,
          email: 'user@example.com',
          password: 'any other password',
        };
        const answer = await segue.manage('POST', 'users', draft);
        assert.deepEqual([answer.status, answer.body.errorCode], [400, 'inexistent_connection']);
      });

      assert.deepEqual((await segue.manage('GET', 'users')).body, []);
    },
  );
}
