import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Management, ManagementClient } from 'auth0';
import { AuthApiError, AuthenticationClient, ManagementClient as ManagementClient4 } from 'auth0-4';
import type { Answer } from '../kit/answer.ts';
import { passwordRealm } from '../kit/legacy-connection.ts';
import { stores } from '../kit/stores.ts';
import { createMovableClock } from '../legacy/movable-clock.ts';
import { openSdkStage, type SdkStage } from './sdk-stage.ts';

// A bucket holds what two seconds bring: twenty, more than the SDK stage itself asks for.
const perSecond = 10;
const burst = 2 * perSecond;

for (const store of stores) {
  describe(`rate limits, ${store.name}`, store.options, () => {
    const clock = createMovableClock();
    let stage: SdkStage;
    before(async () => {
      const environment = {
        SEGUE_MANAGEMENT_RATE_LIMIT: String(perSecond),
        SEGUE_AUTHENTICATION_RATE_LIMIT: String(perSecond),
      };
      stage = await openSdkStage(store, { environment, seams: { clock } });
    });
    after(async () => {
      refill();
      await stage.stop();
    });

    const refill = (): void => clock.moveOn(10_000);
    const nowSeconds = (): number => clock.now() / 1000;
    const machine = async (name: string): Promise<{ clientId: string; clientSecret: string }> => {
      const { manage, issuer } = stage.segue;
      const { body } = await manage('POST', 'clients', { name, app_type: 'non_interactive' });
      const { client_id: clientId, client_secret: clientSecret } = body;
      const grant = { client_id: clientId, audience: `${issuer}api/v2/`, scope: ['read:clients'] };
      assert.equal((await manage('POST', 'client-grants', grant)).status, 201);
      return { clientId, clientSecret };
    };

    test('the Management API tells each client how much it may ask', async () => {
      refill();
      const credentials = await machine('told');
      const management = new ManagementClient({ domain: stage.domain, ...credentials, maxRetries: 0 });
      const { rawResponse } = await management.clients.list();
      const header = (name: string): number => Number(rawResponse.headers.get(name));
      assert.deepEqual([header('x-ratelimit-limit'), header('x-ratelimit-remaining')], [burst, burst - 1]);
      assert.ok(Math.abs(header('x-ratelimit-reset') - nowSeconds()) <= 2, 'in seconds since the epoch');
    });

    test('one client too many is its own TooManyRequestsError, and nobody else is slowed down', async () => {
      refill();
      const { domain } = stage;
      const fast = new ManagementClient({ domain, ...(await machine('fast')), maxRetries: 0 });
      const error = await firstRejection(() => fast.clients.list());
      assert.ok(error instanceof Management.TooManyRequestsError, `${error}`);
      assert.deepEqual(error.body, {
        statusCode: 429,
        error: 'Too Many Requests',
        message: 'Global limit has been reached',
        errorCode: 'too_many_requests',
      });
      const headers = error.rawResponse?.headers;
      assert.equal(headers?.get('retry-after'), '1');
      assert.equal(headers?.get('x-ratelimit-remaining'), '0');
      const other = new ManagementClient({ domain, ...(await machine('other')), maxRetries: 0 });
      assert.ok((await other.clients.list()).data.length > 0);
      const told = stage.segue.logLines.filter((line) => line.includes('a rate limit is reached'));
      assert.equal(told.length, 1, 'one line for all refusals of a minute');
    });

    test('both SDKs wait as they are told, and get everything', async () => {
      refill();
      const { domain } = stage;
      const credentials = await machine('patient');
      const fast = new ManagementClient({ domain, ...credentials, maxRetries: 0 });
      const seven = new ManagementClient({ domain, ...credentials });
      const four = new ManagementClient4({ domain, ...credentials });
      await seven.clients.list(); // both have a token now
      await four.clients.getAll();
      await firstRejection(() => fast.clients.list());
      assert.ok((await seven.clients.list()).data.length > 0);
      await firstRejection(() => fast.clients.list());
      assert.ok((await four.clients.getAll()).data.length > 0);
    });

    test('a token that is none is counted by network', async () => {
      refill();
      const nobody = new ManagementClient({ domain: stage.domain, token: 'none', maxRetries: 0 });
      const error = await firstRejection(
        () => nobody.clients.list(),
        (each) => !(each instanceof Management.UnauthorizedError),
      );
      assert.ok(error instanceof Management.TooManyRequestsError, `${error}`);
    });

    test('the Authentication API counts by network, in its own form of error', async () => {
      refill();
      const { domain, app, audience } = stage;
      const authentication = new AuthenticationClient({ domain, ...app });
      const error = await firstRejection(() => authentication.oauth.clientCredentialsGrant({ audience }));
      assert.ok(error instanceof AuthApiError, `${error}`);
      assert.deepEqual(
        [error.statusCode, error.error, error.error_description],
        [429, 'too_many_requests', 'Global limit has been reached'],
      );
      assert.equal(error.headers.get('x-ratelimit-limit'), String(burst));
      const { status } = await stage.segue.request('.well-known/jwks.json');
      assert.equal(status, 200, 'not what anybody may keep');
      const login = { ...stage.connection.application, grant_type: passwordRealm }; // 400, once it is read
      const doors = [() => stage.segue.request('userinfo'), () => stage.segue.token(login)];
      for (const door of doors) await firstRejection(() => door().then(refuseNoMore));
    });
  });
}

/** Rejects a 429. */
async function refuseNoMore({ status }: Answer): Promise<void> {
  if (status === 429) throw new Error('too fast');
}

/** Calls until that is refused in the way that is meant. */
async function firstRejection(
  call: () => PromiseLike<unknown>,
  isMeant: (error: unknown) => boolean = () => true,
): Promise<unknown> {
  for (let count = 0; count < 10 * burst; count += 1) {
    try {
      await call();
    } catch (error) {
      if (isMeant(error)) return error;
    }
  }
  return assert.fail('never refused');
}
