import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { changesMeanwhile } from './meanwhile.ts';

for (const store of stores) {
  describe(`S11: links are bound to what they were made for, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback(null, { user_id: email, email })',
        getUser: '(email, callback) => callback(null, { user_id: email, email })',
      });
    });
    after(() => segue.stop());

    const newEmail = (): string => {
      users += 1;
      return `user-${users}@example.com`;
    };

    async function migrate(email: string): Promise<string> {
      assert.equal((await connection.logIn(email, 'old')).status, 200);
      return (await connection.user(email)).user_id;
    }

    async function newLink(kind: 'password-change' | 'email-verification', holder: object): Promise<string> {
      const answer = await segue.manage('POST', `tickets/${kind}`, holder);
      assert.equal(answer.status, 201, answer.text);
      const { pathname, search } = new URL(answer.body.ticket);
      return `${pathname.slice(1)}${search}`;
    }

    const post = (link: string): Promise<Answer> =>
      segue.request(link, {
        method: 'POST',
        body: new URLSearchParams({ password: 'a quite new battery staple' }),
      });

    // While a link is being made: too late to be in its ticket, too early for the ticket to be voided.
    for (const [what, change] of Object.entries(changesMeanwhile)) {
      test(`a link that nobody voided does nothing after a new ${what}`, async () => {
        const userId = await migrate(newEmail());
        const links = [
          await newLink('password-change', { user_id: userId }),
          await newLink('email-verification', { user_id: userId }),
        ];
        const { accounts } = await segue.otherNode();
        await change(accounts, userId);
        const before = await accounts.passwordHashes.find(userId);
        for (const link of links) {
          assert.equal((await post(link)).status, 410);
          assert.equal((await segue.request(link)).status, 410);
        }
        assert.equal(await accounts.passwordHashes.find(userId), before);
        assert.equal((await accounts.users.find(userId))?.emailVerified, false);
      });
    }

    test('nor does one made before its user was here, once that user has a password of its own', async () => {
      const email = newEmail();
      const link = await newLink('password-change', { connection_id: connection.id, email });
      const userId = await migrate(email);
      const { accounts } = await segue.otherNode();
      await accounts.passwordHashes.replace(userId, await hash('set meanwhile'), Date.now());
      assert.equal((await post(link)).status, 410);
      assert.equal((await connection.logIn(email, 'set meanwhile')).status, 200);
    });

    test('one made before its user was here is good for who was migrated since', async () => {
      const email = newEmail();
      const link = await newLink('password-change', { connection_id: connection.id, email });
      await migrate(email);
      assert.equal((await post(link)).status, 303);
      assert.equal((await connection.logIn(email, 'a quite new battery staple')).status, 200);
    });

    test('one made before its user was here ends with an un-migration (S12)', async () => {
      const email = newEmail();
      const link = await newLink('password-change', { connection_id: connection.id, email });
      const path = `segue/users/${encodeURIComponent(await migrate(email))}/unmigrate`;
      assert.equal((await segue.request(link)).status, 200);
      assert.equal((await segue.manage('POST', path)).status, 200);
      assert.equal((await segue.request(link)).status, 410);
      assert.equal((await post(link)).status, 410);
    });

    for (const kind of ['password-change', 'email-verification'] as const) {
      test(`a link works once: ${kind}`, async () => {
        const link = await newLink(kind, { user_id: await migrate(newEmail()) });
        assert.equal((await post(link)).status, 303);
        assert.equal((await segue.request(link)).status, 410);
        assert.equal((await post(link)).status, 410);
      });
    }
  });
}
