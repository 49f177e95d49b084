import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Management, ManagementClient } from 'auth0';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  describe(`auth0 7: users, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let management: ManagementClient;
    let connection: string;
    before(async () => {
      stage = await openSdkStage(store);
      connection = stage.connection.name;
      management = new ManagementClient({ domain: stage.domain, ...stage.segue.operator });
    });
    after(() => stage.stop());

    const create = (
      email: string,
      more: Partial<Management.CreateUserRequestContent> = {},
    ): Promise<Management.CreateUserResponseContent> =>
      management.users.create({ connection, email, password: sdkPassword, ...more });

    test('are created, read, changed and deleted', async () => {
      const { users } = management;
      const made = await create('made@example.com', {
        given_name: 'Made',
        user_metadata: { a: 1, b: { c: 'é' } },
        app_metadata: { plan: 'gold' },
        verify_email: false,
      });
      const id = made.user_id ?? '';
      assert.match(id, /^auth0\|[0-9a-f]{24}$/);
      assert.deepEqual(made.identities, [
        { connection, provider: 'auth0', user_id: id.slice('auth0|'.length), isSocial: false },
      ]);
      const patched = await users.update(id, { user_metadata: { a: 2 }, blocked: true, connection });
      assert.deepEqual([patched.user_metadata, patched.blocked], [{ a: 2, b: { c: 'é' } }, true]);
      const { email, ...rest } = await users.get(id, { fields: 'email,user_id', include_fields: true });
      assert.deepEqual([email, rest], ['made@example.com', { user_id: id }]);
      assert.equal(
        (await users.update(id, { email: 'new@example.com', verify_email: false })).email,
        'new@example.com',
      );
      assert.ok(await users.update(id, { password: `${sdkPassword}!`, connection }));
      assert.deepEqual(
        (await users.listUsersByEmail({ email: 'NEW@example.com' })).map(({ user_id }) => user_id),
        [id],
      );
      assert.equal(await users.delete(id), undefined);
      await assert.rejects(async () => users.get(id), { statusCode: 404 });
    });

    test('are listed by page, iterated, found and sorted', async () => {
      for (let number = 0; number < 7; number += 1) await create(`user-${number}@example.com`);
      const page = await management.users.list({ per_page: 3, sort: 'created_at:1', include_totals: true });
      assert.deepEqual([page.data.length, page.response.start, page.response.limit], [3, 0, 3]);
      assert.ok((page.response.total ?? 0) >= 7);
      const seen = [];
      for await (const user of page) seen.push(user.email);
      assert.equal(seen.length, page.response.total);
      assert.equal(new Set(seen).size, seen.length);
      const found = await management.users.list({ q: 'email:"user-3@example.com"', search_engine: 'v3' });
      assert.deepEqual(
        found.data.map(({ email }) => email),
        ['user-3@example.com'],
      );
      assert.deepEqual((await management.users.list({ page: 900 })).data, [], 'past the end');
    });

    test('that migrate show where they come from, and their logs', async () => {
      const { email, password } = stage.legacyUser;
      const login = await stage.connection.logIn(email, password);
      assert.equal(login.status, 200, login.text);
      const [user] = await management.users.listUsersByEmail({ email });
      assert.equal(user?.user_id, 'auth0|7');
      assert.deepEqual(user?.user_metadata, { theme: 'dark' });
      assert.equal(user?.logins_count, 1);
      const types = [];
      for await (const log of await management.users.logs.list('auth0|7', { per_page: 1, sort: 'date:1' }))
        types.push(log.type);
      assert.deepEqual(types.toSorted(), ['sepft', 'sui']);
    });

    test('get tickets and verification mails', async () => {
      const { tickets, jobs } = management;
      const { user_id = '' } = await create('ticket@example.com', { verify_email: false });
      const change = await tickets.changePassword({ user_id, ttl_sec: 600, mark_email_as_verified: true });
      const verify = await tickets.verifyEmail({ user_id });
      for (const { ticket } of [change, verify]) assert.ok(ticket.startsWith(stage.segue.issuer), ticket);
      const byEmail = await tickets.changePassword({
        connection_id: stage.connection.id,
        email: 'ticket@example.com',
      });
      assert.notEqual(byEmail.ticket, change.ticket);
      const job = await jobs.verificationEmail.create({ user_id });
      assert.equal(job.type, 'verification_email');
      const { id = '' } = job;
      assert.match((await jobs.get(id)).status, /^(pending|processing|completed)$/);
    });

    test('leave log events that are read one by one', async () => {
      const { data } = await management.logs.list({ per_page: 5, sort: 'date:-1' });
      const [newest] = data;
      const one = await management.logs.get(newest?.log_id ?? '');
      assert.deepEqual(one, newest);
      assert.equal(one.type, 'sapi');
    });

    test('of a connection are deleted by email', async () => {
      await create('gone@example.com');
      await management.connections.users.deleteByEmail(stage.connection.id, { email: 'gone@example.com' });
      assert.deepEqual(await management.users.listUsersByEmail({ email: 'gone@example.com' }), []);
    });
  });
}
