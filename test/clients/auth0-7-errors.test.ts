import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Management, ManagementClient, ManagementError } from 'auth0';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

type ErrorClass = abstract new (...parts: never[]) => Error;

for (const store of stores) {
  describe(`auth0 7: errors, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let management: ManagementClient;
    before(async () => {
      stage = await openSdkStage(store);
      management = new ManagementClient({ domain: stage.domain, ...stage.segue.operator });
    });
    after(() => stage.stop());

    /** The call fails with the SDK's own class, and the body that callers read. */
    async function failsAs(
      call: () => PromiseLike<unknown>,
      kind: ErrorClass,
      body: { readonly statusCode: number; readonly errorCode?: string; readonly message?: RegExp },
    ): Promise<void> {
      await assert.rejects(
        async () => call(),
        (error) => {
          assert.ok(error instanceof kind, `${error}`);
          assert.ok(error instanceof ManagementError);
          assert.equal(error.statusCode, body.statusCode);
          const told = error.body as { statusCode?: number; errorCode?: string; message?: string };
          assert.equal(told.statusCode, body.statusCode);
          assert.equal(told.errorCode, body.errorCode);
          assert.match(told.message ?? '', body.message ?? /./);
          return true;
        },
      );
    }

    test('404: each kind of thing by its code', async () => {
      const { NotFoundError } = Management;
      const statusCode = 404;
      const { users, clients, clientGrants, connections, resourceServers, jobs, keys } = management;
      const rows = [
        [() => users.get('auth0|none'), 'inexistent_user'],
        [() => users.update('auth0|none', { blocked: true }), 'inexistent_user'],
        [() => clients.get('none'), 'inexistent_client'],
        [() => clientGrants.get('cgr_none'), 'inexistent_client_grant'],
        [() => connections.get('con_none'), 'inexistent_connection'],
        [() => resourceServers.get('none'), 'inexistent_resource_server'],
        [() => jobs.get('job_none'), 'inexistent_job'],
        [() => management.logs.get('none'), 'inexistent_log'],
        [() => keys.signing.get('none'), 'inexistent_signing_key'],
      ] as const;
      for (const [call, errorCode] of rows) await failsAs(call, NotFoundError, { statusCode, errorCode });
    });

    test('409: what is there already', async () => {
      const { ConflictError } = Management;
      const user = { connection: stage.connection.name, email: 'twice@example.com', password: sdkPassword };
      await management.users.create(user);
      await failsAs(() => management.users.create(user), ConflictError, {
        statusCode: 409,
        errorCode: 'auth0_idp_error',
        message: /^The user already exists\.$/,
      });
      await failsAs(
        () => management.connections.create({ name: stage.connection.name, strategy: 'auth0' }),
        ConflictError,
        { statusCode: 409, errorCode: 'connection_conflict' },
      );
      await failsAs(() => management.resourceServers.create({ identifier: stage.audience }), ConflictError, {
        statusCode: 409,
        errorCode: 'resource_server_conflict',
      });
      await failsAs(
        () =>
          management.clientGrants.create({
            client_id: stage.app.clientId,
            audience: stage.audience,
            scope: ['read:orders'],
          }),
        ConflictError,
        { statusCode: 409, errorCode: 'client_grant_conflict' },
      );
    });

    test('400: what cannot be', async () => {
      const { BadRequestError } = Management;
      const { user_id: id = '' } = await management.users.create({
        connection: stage.connection.name,
        email: 'bad@example.com',
        password: sdkPassword,
      });
      const { users } = management;
      await failsAs(() => users.update(id, { email: 'twice@example.com' }), BadRequestError, {
        statusCode: 400,
        errorCode: 'auth0_idp_error',
        message: /^The specified new email already exists$/,
      });
      await failsAs(
        () => users.update(id, { email: 'x@example.com', password: sdkPassword }),
        BadRequestError,
        { statusCode: 400, errorCode: 'invalid_body', message: /simultaneously/ },
      );
      await failsAs(() => users.update(id, { password: 'password' }), BadRequestError, {
        statusCode: 400,
        message: /^PasswordDictionaryError: Password is too common$/,
      });
      await failsAs(
        () => users.create({ connection: 'none', email: 'a@example.com', password: sdkPassword }),
        BadRequestError,
        { statusCode: 400, errorCode: 'inexistent_connection' },
      );
      await failsAs(() => users.list({ per_page: 101 }), BadRequestError, {
        statusCode: 400,
        errorCode: 'invalid_query_string',
        message: /per_page/,
      });
    });

    test('401: a token that is none; 403: one without the scope', async () => {
      const { domain } = stage;
      const stranger = new ManagementClient({ domain, token: 'none' });
      await failsAs(() => stranger.users.list(), Management.UnauthorizedError, {
        statusCode: 401,
        message: /^Invalid token$/,
      });
      const { clientId, clientSecret } = stage.app;
      const audience = `${stage.segue.issuer}api/v2/`;
      await management.clientGrants.create({ client_id: clientId, audience, scope: ['read:clients'] });
      const weak = new ManagementClient({ domain, clientId, clientSecret });
      assert.ok((await weak.clients.list()).data.length > 0);
      await failsAs(() => weak.users.list(), Management.ForbiddenError, {
        statusCode: 403,
        errorCode: 'insufficient_scope',
        message: /^Insufficient scope, expected any of: read:users$/,
      });
    });

    test('what Segue has not is 404, and 403 to read where the deploy tool wants that word', async () => {
      await failsAs(() => management.logStreams.list(), Management.ForbiddenError, {
        statusCode: 403,
        errorCode: 'insufficient_scope',
      });
      for (const call of [() => management.roles.list(), () => management.roles.create({ name: 'x' })])
        await assert.rejects(async () => call(), { statusCode: 404 });
    });
  });
}
