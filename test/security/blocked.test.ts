import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const newPassword = 'a quite new battery staple';

for (const store of stores) {
  describe(`S18: a block stays, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: `(email, password, callback) =>
          callback(null, password === 'old' && { user_id: email, email, blocked: email.startsWith('blocked') })`,
        getUser: `(email, callback) =>
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

    test('over a password that an operator sets', async () => {
      const { path } = await block('d@example.com');
      assert.equal((await segue.manage('PATCH', path, { password: newPassword })).status, 200);
      await assertBlocked('d@example.com', newPassword);
    });

    test('over a reset by link, which sets the password all the same', async () => {
      const { userId } = await block('e@example.com');
      await reset({ user_id: userId });
      await assertBlocked('e@example.com', newPassword);
      assert.equal((await connection.logIn('e@example.com', 'old')).status, 403);
    });

    test('over a reset by link of somebody whom the legacy system has blocked', async () => {
      const email = 'blocked-by-legacy@example.com';
      await reset({ connection_id: connection.id, email });
      assert.equal((await connection.user(email)).blocked, true);
      await assertBlocked(email, newPassword);
    });

    test('over a verified address', async () => {
      const { userId, path } = await block('f@example.com');
      await follow('email-verification', { user_id: userId }, {});
      assert.equal((await segue.manage('GET', path)).body.email_verified, true);
      await assertBlocked('f@example.com', 'old');
    });

    test('over an un-migration and a return by migration', async () => {
      const { path } = await block('g@example.com');
      assert.equal((await segue.manage('POST', `segue/${path}/unmigrate`)).status, 200);
      await assertBlocked('g@example.com', 'old');
      assert.equal((await connection.user('g@example.com')).blocked, true);
    });

    test('over an un-migration and a return by link', async () => {
      const { path } = await block('h@example.com');
      assert.equal((await segue.manage('POST', `segue/${path}/unmigrate`)).status, 200);
      await reset({ connection_id: connection.id, email: 'h@example.com' });
      await assertBlocked('h@example.com', newPassword);
    });

    test('over a deletion and a return by link', async () => {
      const { path } = await block('i@example.com');
      assert.equal((await segue.manage('DELETE', path)).status, 204);
      const { body } = await segue.manage('GET', 'segue/tombstones');
      const { id } = body.find(({ email }: { email: string }) => email === 'i@example.com');
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
      await reset({ connection_id: connection.id, email: 'i@example.com' });
      await assertBlocked('i@example.com', newPassword);
    });

    const reset = (holder: object): Promise<void> =>
      follow('password-change', holder, { password: newPassword });

    /** Makes a link and sends its form. */
    async function follow(
      kind: 'password-change' | 'email-verification',
      holder: object,
      form: Record<string, string>,
    ): Promise<void> {
      const link = await segue.manage('POST', `tickets/${kind}`, holder);
      assert.equal(link.status, 201, link.text);
      const { pathname, search } = new URL(link.body.ticket);
      const body = new URLSearchParams(form);
      const page = await segue.request(`${pathname.slice(1)}${search}`, { method: 'POST', body });
      assert.equal(page.status, 303, page.text);
    }

    test('until the operator takes it away', async () => {
      const { path } = await block('c@example.com');
      await assertBlocked('c@example.com', 'old');
      assert.equal((await segue.manage('PATCH', path, { blocked: false })).status, 200);
      assert.equal((await connection.logIn('c@example.com', 'old')).status, 200);
    });
  });
}
