import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';
import { changesMeanwhile, type Meanwhile } from './meanwhile.ts';

const changes: Readonly<Record<string, Meanwhile>> = {
  ...changesMeanwhile,
  deletion: ({ users }, userId) => users.delete(userId),
};

for (const store of stores) {
  describe(`S11: what a link is bound to is rechecked with the change, ${store.name}`, store.options, () => {
    const gate = createStatementGate();
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback(null, { user_id: email, email })',
      });
    });
    after(() => segue.stop());

    for (const kind of ['password-change', 'email-verification'] as const) {
      for (const [what, change] of Object.entries(changes)) {
        test(`${kind}: a new ${what} after the form was taken, and before it is acted on`, async () => {
          users += 1;
          const email = `user-${users}@example.com`;
          assert.equal((await connection.logIn(email, 'old')).status, 200);
          const { user_id } = await connection.user(email);
          const link = await segue.manage('POST', `tickets/${kind}`, { user_id });
          const { pathname, search } = new URL(link.body.ticket);
          const { accounts } = await segue.otherNode();

          const held = gate.hold(/^begin$/);
          const body = new URLSearchParams({ password: 'a quite new battery staple' });
          const posting = segue.request(`${pathname.slice(1)}${search}`, { method: 'POST', body });
          await held.reached;
          await change(accounts, user_id);
          const [hashBefore, userBefore] = [
            await accounts.passwordHashes.find(user_id),
            await accounts.users.find(user_id),
          ];
          held.release();

          assert.equal((await posting).status, 410);
          assert.equal(await accounts.passwordHashes.find(user_id), hashBefore);
          assert.deepEqual(await accounts.users.find(user_id), userBefore);
        });
      }
    }
  });
}
