import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  type Configuration,
  clientCredentialsGrant,
  discovery,
  fetchUserInfo,
  genericGrantRequest,
  None,
  ResponseBodyError,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { passwordRealm } from '../kit/legacy-connection.ts';
import { startReachableSegue } from '../kit/reachable-segue.ts';
import { stores } from '../kit/stores.ts';
import { furnishForSdks, type SdkStage } from './sdk-stage.ts';

for (const store of stores) {
  describe(`openid-client, over plain HTTP, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    before(async () => {
      stage = await furnishForSdks(await startReachableSegue(store));
    });
    after(() => stage.stop());

    const discover = (...authentication: Parameters<typeof discovery>[3][]): Promise<Configuration> => {
      const { clientId, clientSecret } = stage.app;
      const [method] = authentication;
      return discovery(new URL(stage.segue.issuer), clientId, clientSecret, method, {
        execute: [allowInsecureRequests],
      });
    };

    test('discovery', async () => {
      const metadata = (await discover()).serverMetadata();
      assert.equal(metadata.issuer, stage.segue.issuer);
      assert.equal(metadata.token_endpoint, `${stage.segue.issuer}oauth/token`);
      assert.equal(metadata.jwks_uri, `${stage.segue.issuer}.well-known/jwks.json`);
    });

    test('client_credentials, with the secret in the body and in the header', async () => {
      const { audience } = stage;
      for (const method of [undefined, ClientSecretBasic(stage.app.clientSecret)]) {
        const tokens = await clientCredentialsGrant(await discover(method), { audience });
        assert.deepEqual([tokens.token_type, tokens.scope], ['bearer', 'read:orders']);
      }
    });

    test('a login, refresh, userinfo and revocation', async () => {
      const config = await discover();
      const { email: username, password } = stage.legacyUser;
      const tokens = await genericGrantRequest(config, passwordRealm, {
        username,
        password,
        realm: stage.connection.name,
        scope: 'openid email offline_access',
      });
      const refreshed = await refreshTokenGrant(config, tokens.refresh_token ?? '');
      const claims = refreshed.claims() ?? assert.fail('no ID token');
      const info = await fetchUserInfo(config, refreshed.access_token, claims.sub);
      assert.deepEqual([info.sub, info.email], ['auth0|7', username]);
      const newest = refreshed.refresh_token ?? tokens.refresh_token ?? '';
      await tokenRevocation(config, newest);
      await assert.rejects(refreshTokenGrant(config, newest), failsAs(403, 'invalid_grant'));
    });

    test('errors are its own', async () => {
      const config = await discover();
      await assert.rejects(
        clientCredentialsGrant(config, { audience: 'urn:none' }),
        failsAs(403, 'access_denied'),
      );
      const anonymous = await discover(None());
      await assert.rejects(
        clientCredentialsGrant(anonymous, { audience: stage.audience }),
        failsAs(401, 'access_denied'),
      );
    });
  });
}

function failsAs(status: number, error: string): (thrown: unknown) => true {
  return (thrown) => {
    assert.ok(thrown instanceof ResponseBodyError, `${thrown}`);
    assert.deepEqual([thrown.status, thrown.error], [status, error]);
    return true;
  };
}
