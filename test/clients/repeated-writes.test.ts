import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ManagementClient } from 'auth0';
import { eventually } from '../kit/eventually.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  describe(
    `auth0 7 repeats a write after a 500, and there is one of it, ${store.name}`,
    store.options,
    () => {
      const gate = createStatementGate();
      let stage: SdkStage;
      let management: ManagementClient;
      before(async () => {
        stage = await openSdkStage(store, { seams: { aroundStatement: gate.aroundStatement } });
        management = new ManagementClient({ domain: stage.domain, ...stage.segue.operator });
        await management.tenants.settings.get(); // it has its token
      });
      after(() => stage.stop());

      /** The next statement of this kind fails; what the SDK was answered since is told by the log. */
      function failNext(statement: RegExp): { led(...statuses: readonly number[]): Promise<void> } {
        const from = stage.segue.logLines.length;
        gate.fail(statement, new Error('the disk is full'));
        const answered = (): readonly number[] =>
          stage.segue.logLines
            .slice(from)
            .map((line): { msg?: unknown; status?: number } => JSON.parse(line))
            .filter(({ msg }) => msg === 'request')
            .map(({ status = 0 }) => status);
        return {
          async led(...statuses) {
            const what = `the answers ${statuses}`;
            await eventually(() => answered().length >= statuses.length, { within: 10_000, what });
            assert.deepEqual(answered(), statuses);
          },
        };
      }

      const emailOf = async (email: string): Promise<readonly unknown[]> =>
        management.users.listUsersByEmail({ email });

      test('a user, whose row could not be written', async () => {
        const user = { connection: stage.connection.name, email: 'one@example.com', password: sdkPassword };
        const trouble = failNext(/^insert into "users"/);
        const made = await management.users.create(user);
        await trouble.led(500, 201);
        assert.deepEqual(
          (await management.users.listUsersByEmail(user)).map(({ user_id }) => user_id),
          [made.user_id],
        );
      });

      test('a user, whose event could not be written: nothing of it stays', async () => {
        const email = 'two@example.com';
        const trouble = failNext(/^insert into "events"/);
        await management.users.create({ connection: stage.connection.name, email, password: sdkPassword });
        await trouble.led(500, 201);
        assert.equal((await emailOf(email)).length, 1);
      });

      test('a client, whose row could not be written', async () => {
        const trouble = failNext(/^insert into "clients"/);
        const { client_id } = await management.clients.create({ name: 'only one' });
        await trouble.led(500, 201);
        assert.deepEqual(await clientsNamed('only one'), [client_id]);
      });

      test('a client is made, and only the record of the call fails: that is no failure', async () => {
        const trouble = failNext(/^insert into "events"/);
        const { client_id } = await management.clients.create({ name: 'not recorded' });
        await trouble.led(201);
        assert.deepEqual(await clientsNamed('not recorded'), [client_id]);
        assert.ok(stage.segue.logLines.some((line) => line.includes('a call is not recorded')));
      });

      async function clientsNamed(name: string): Promise<readonly (string | undefined)[]> {
        const ids = [];
        for await (const client of await management.clients.list())
          if (client.name === name) ids.push(client.client_id);
        return ids;
      }

      test('a connection, a resource server, a client grant', async () => {
        const rows = [
          ['connections', () => management.connections.create({ name: 'once', strategy: 'auth0' })],
          ['resource_servers', () => management.resourceServers.create({ identifier: 'urn:once' })],
          [
            'client_grants',
            () =>
              management.clientGrants.create({
                client_id: stage.app.clientId,
                audience: 'urn:once',
                scope: [],
              }),
          ],
        ] as const;
        for (const [table, create] of rows) {
          const trouble = failNext(new RegExp(`^insert into "${table}"`));
          await create();
          await trouble.led(500, 201);
        }
      });

      test('a patch, and one of a password', async () => {
        const email = 'patched@example.com';
        const { user_id: id = '' } = await management.users.create({
          connection: stage.connection.name,
          email,
          password: sdkPassword,
        });
        const trouble = failNext(/^update "users"/);
        const patched = await management.users.update(id, { user_metadata: { a: 1 } });
        await trouble.led(500, 200);
        assert.deepEqual(patched.user_metadata, { a: 1 });
        const again = failNext(/^insert into "password_hashes"|^update "password_hashes"/);
        await management.users.update(id, { password: `${sdkPassword}!` });
        await again.led(500, 200);
        assert.equal((await stage.connection.logIn(email, `${sdkPassword}!`)).status, 200);
      });

      test('a ticket and a verification mail', async () => {
        const [user] = await management.users.listUsersByEmail({ email: 'one@example.com' });
        const user_id = user?.user_id ?? '';
        const noTicket = failNext(/^insert into "tickets"/);
        const { ticket } = await management.tickets.changePassword({ user_id });
        await noTicket.led(500, 201);
        assert.equal(
          (await stage.segue.request(new URL(ticket).pathname + new URL(ticket).search)).status,
          200,
        );
        const noJob = failNext(/^insert into "jobs"/);
        const job = await management.jobs.verificationEmail.create({ user_id });
        await noJob.led(500, 201);
        assert.ok(job.id);
      });

      test('signing keys are rotated once, also when the key after the next could not be made', async () => {
        const { signing } = management.keys;
        const next = (await signing.list()).find((key) => key.next === true);
        const trouble = failNext(/^insert into "signing_keys"/);
        assert.equal((await signing.rotate()).kid, next?.kid);
        await trouble.led(201);
        const current = (await signing.list()).filter((key) => key.current === true);
        assert.deepEqual(
          current.map(({ kid }) => kid),
          [next?.kid],
        );
        await signing.rotate();
        assert.equal((await signing.list()).filter((key) => key.next === true).length, 1, 'made up for');
      });

      test('a user that is deleted twice is deleted', async () => {
        const [user] = await management.users.listUsersByEmail({ email: 'two@example.com' });
        const trouble = failNext(/^insert into "tombstones"|^delete from "users"/);
        await management.users.delete(user?.user_id ?? '');
        await trouble.led(500, 204);
        assert.deepEqual(await emailOf('two@example.com'), []);
      });
    },
  );
}
