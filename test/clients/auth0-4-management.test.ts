import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ManagementApiError, ManagementClient } from 'auth0-4';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  describe(`auth0 4: ManagementClient, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let management: ManagementClient;
    before(async () => {
      stage = await openSdkStage(store);
      management = new ManagementClient({ domain: stage.domain, ...stage.segue.operator });
    });
    after(() => stage.stop());

    test('users', async () => {
      const { users, usersByEmail } = management;
      const connection = stage.connection.name;
      const { data: made, status } = await users.create({
        connection,
        email: 'made@example.com',
        password: sdkPassword,
        app_metadata: { plan: 'gold' },
      });
      assert.equal(status, 201);
      const id = made.user_id;
      const { data: patched } = await users.update({ id }, { user_metadata: { a: 1 }, nickname: 'mad' });
      assert.deepEqual([patched.user_metadata, patched.nickname], [{ a: 1 }, 'mad']);
      assert.equal((await users.get({ id, fields: 'email' })).data.email, 'made@example.com');
      assert.equal((await usersByEmail.getByEmail({ email: 'made@example.com' })).data[0]?.user_id, id);

      const { data: bare } = await users.getAll({ per_page: 1 });
      assert.ok(Array.isArray(bare) && bare.length === 1);
      const { data: totals } = await users.getAll({ include_totals: true, q: `user_id:"${id}"` });
      assert.deepEqual([totals.total, totals.users[0]?.user_id], [1, id]);
      assert.equal((await users.delete({ id })).status, 204);
    });

    test('connections, clients, resource servers, grants and settings', async () => {
      const { connections, clients, clientGrants, resourceServers, tenants } = management;
      const { data: connection } = await connections.create({ name: 'made-by-4', strategy: 'auth0' });
      const { id } = connection;
      const { data: client } = await clients.create({ name: 'made by 4' });
      await connections.updateEnabledClients({ id }, [{ client_id: client.client_id, status: true }]);
      const { data: enabled } = await connections.getEnabledClients({ id });
      assert.deepEqual(
        enabled.clients.map(({ client_id }) => client_id),
        [client.client_id],
      );
      const names = (await connections.getAll({ strategy: ['auth0'] })).data.map(({ name }) => name);
      assert.deepEqual(names.toSorted(), ['made-by-4', stage.connection.name].toSorted());

      const { data: api } = await resourceServers.create({ identifier: 'urn:by:4' });
      const { data: grant } = await clientGrants.create({
        client_id: client.client_id,
        audience: api.identifier,
        scope: [],
      });
      assert.equal((await clientGrants.getAll({ audience: api.identifier })).data[0]?.id, grant.id);
      await clientGrants.delete({ id: grant.id });
      await resourceServers.delete({ id: api.id });
      await clients.delete({ client_id: client.client_id });
      await connections.delete({ id });
      const { data: settings } = await tenants.updateSettings({ friendly_name: 'Four' });
      assert.deepEqual((await tenants.getSettings()).data, settings);
    });

    test('logs, after one another', async () => {
      const { data: first } = await management.logs.getAll({ take: 2 });
      const from = first.at(-1)?.log_id ?? assert.fail('no log');
      const { data: second } = await management.logs.getAll({ take: 2, from });
      assert.ok((second[0]?.log_id ?? '') > from);
      const { data: found } = await management.logs.getAll({
        q: 'client_id:"operator"',
        per_page: 1,
        include_totals: true,
      });
      assert.deepEqual([found.logs[0]?.client_id, found.length], ['operator', 1]);
    });

    test('tickets, jobs, keys', async () => {
      const { data: user } = await management.users.create({
        connection: stage.connection.name,
        email: 'ticket@example.com',
        password: sdkPassword,
        verify_email: false,
      });
      const { user_id } = user;
      const { data: ticket } = await management.tickets.changePassword({ user_id });
      assert.ok(ticket.ticket.startsWith(stage.segue.issuer));
      const { data: job } = await management.jobs.verifyEmail({ user_id });
      assert.equal((await management.jobs.get({ id: job.id })).data.type, 'verification_email');
      const { data: keys } = await management.keys.getAll();
      assert.equal(keys.filter(({ current }) => current === true).length, 1);
    });

    test('errors are its own', async () => {
      const isError = (statusCode: number, errorCode: string, error: string) => (thrown: unknown) => {
        assert.ok(thrown instanceof ManagementApiError, `${thrown}`);
        assert.deepEqual([thrown.statusCode, thrown.errorCode, thrown.error], [statusCode, errorCode, error]);
        assert.equal(thrown.name, 'ManagementApiError');
        return true;
      };
      await assert.rejects(
        management.users.get({ id: 'auth0|none' }),
        isError(404, 'inexistent_user', 'Not Found'),
      );
      const twice = { connection: stage.connection.name, email: 'ticket@example.com', password: sdkPassword };
      await assert.rejects(management.users.create(twice), isError(409, 'auth0_idp_error', 'Conflict'));
      await assert.rejects(
        management.users.getAll({ per_page: 101 }),
        isError(400, 'invalid_query_string', 'Bad Request'),
      );
      await assert.rejects(
        management.customDomains.getAll(),
        isError(403, 'insufficient_scope', 'Forbidden'),
      );
    });
  });
}
