import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const login = `function login(email, password, callback) {
  if (password.startsWith('throws')) throw new Error('boom');
  if (password.startsWith('kills')) process.exit(1);
  callback(null, { user_id: email, email });
}`;

for (const store of stores) {
  test(`S9: script faults and deaths, ${store.name}`, store.options, async (t) => {
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const { id, logIn } = await createLegacyConnection(segue, { login });
    const condition = async () => (await segue.manage('GET', `connections/${id}`)).body.segue.legacy;
    const state = async (): Promise<string> => (await condition()).state;

    await t.test('however often a script throws, the breaker stays closed', async () => {
      for (let i = 0; i < 8; i += 1) {
        assert.equal((await logIn(`${i}@example.com`, `throws ${i}`)).body.error, 'extensibility_error');
      }
      assert.equal(await state(), 'closed');
    });

    await t.test(
      'one input that kills is refused after two deaths, and the breaker stays closed',
      async () => {
        for (let i = 0; i < 8; i += 1) {
          assert.equal((await logIn('a@example.com', 'kills')).body.error, 'extensibility_error');
        }
        assert.equal(await state(), 'closed');
      },
    );

    await t.test('five deaths by different inputs open it, and it closes by itself', async () => {
      for (let i = 1; i < 5; i += 1) await logIn(`b${i}@example.com`, `kills ${i}`);
      assert.equal(await state(), 'open');
      assert.equal((await logIn('c@example.com', 'right')).status, 503);
      const [opened] = (await segue.logs()).filter(({ type }) => type === 'w');
      assert.match(opened.details.reason, /by different inputs: see the script-fault events/);
      const isOver = async (): Promise<boolean> => (await condition()).retry_after_seconds === 0;
      await eventually(isOver, { within: 20_000, what: 'the end of the pause' });
      assert.equal((await logIn('c@example.com', 'right')).status, 200);
      assert.equal(await state(), 'closed');
    });
  });
}
