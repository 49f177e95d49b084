import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

for (const store of stores) {
  describe(`S18: a block stays, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: `(email, password, callback) =>
          callback(null, { user_id: email, email, blocked: email.startsWith('blocked') })`,
      });
    });
    after(() => segue.stop());

    async function assertBlocked(email: string, password: string): Promise<void> {
      const answer = await connection.logIn(email, password);
      assert.deepEqual(
        [answer.status, answer.body],
        [401, { error: 'unauthorized', error_description: 'user is blocked' }],
      );
    }

    async function block(email: string): Promise<{ userId: string; path: string }> {
      assert.equal((await connection.logIn(email, 'old')).status, 200);
      const { user_id: userId } = await connection.user(email);
      const path = `users/${encodeURIComponent(userId)}`;
      assert.equal((await segue.manage('PATCH', path, { blocked: true })).status, 200);
      return { userId, path };
    }

    test('who is blocked in the legacy system comes blocked, and is told only with the right password', async () => {
      await assertBlocked('blocked@example.com', 'old');
      assert.equal((await connection.user('blocked@example.com')).blocked, true);
      assert.equal((await connection.logIn('blocked@example.com', 'wrong')).status, 403);
      assert.equal((await connection.user('blocked@example.com')).logins_count, 0);
    });

    test('over a password change', async () => {
      const { userId } = await block('a@example.com');
      const { accounts } = await segue.otherNode();
      await accounts.passwordHashes.replace(userId, await hash('new'), Date.now());
      await assertBlocked('a@example.com', 'new');
    });

    test('over a deletion and a return by migration', async () => {
      const { path } = await block('b@example.com');
      assert.equal((await segue.manage('DELETE', path)).status, 204);
      const { body } = await segue.manage('GET', 'segue/tombstones');
      const { id } = body.find(({ email }: { email: string }) => email === 'b@example.com');
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
      await assertBlocked('b@example.com', 'old');
    });

    test('until the operator takes it away', async () => {
      const { path } = await block('c@example.com');
      await assertBlocked('c@example.com', 'old');
      assert.equal((await segue.manage('PATCH', path, { blocked: false })).status, 200);
      assert.equal((await connection.logIn('c@example.com', 'old')).status, 200);
    });
  });
}
