import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AuthApiError, AuthenticationClient, UserInfoClient, UserInfoError } from 'auth0-4';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  describe(`auth0 4: AuthenticationClient, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let authentication: AuthenticationClient;
    let userInfo: UserInfoClient;
    let connection: string;
    before(async () => {
      stage = await openSdkStage(store);
      const { domain, app } = stage;
      authentication = new AuthenticationClient({ domain, ...app });
      userInfo = new UserInfoClient({ domain });
      connection = stage.connection.name;
    });
    after(() => stage.stop());

    const failsAs =
      (statusCode: number, error: string, description: string | RegExp) =>
      (thrown: unknown): true => {
        assert.ok(thrown instanceof AuthApiError, `${thrown}`);
        assert.deepEqual([thrown.statusCode, thrown.error], [statusCode, error]);
        assert.match(thrown.error_description, new RegExp(description));
        return true;
      };

    test('signs up, and is told who is there, or what is wrong with the password', async () => {
      const { database } = authentication;
      const email = 'signed-up@example.com';
      const draft = { connection, email, password: sdkPassword, user_metadata: { plan: 'gold' } };
      const { data } = await database.signUp(draft);
      assert.deepEqual([data.email, data.email_verified], [email, false]);
      assert.match(data.id, /^[0-9a-f]{24}$/, 'taken from _id');
      await assert.rejects(database.signUp(draft), failsAs(400, 'invalid_signup', 'Invalid sign up'));
      await assert.rejects(
        database.signUp({ ...draft, email: 'other@example.com', password: 'password' }),
        failsAs(400, 'invalid_password', 'might be too common'),
      );
      await assert.rejects(
        database.signUp({ ...draft, email: stage.legacyUser.email }),
        failsAs(400, 'invalid_signup', 'Invalid sign up'),
      );
    });

    test('asks for a new password, whoever is behind the address', async () => {
      const answers = [];
      for (const email of ['signed-up@example.com', stage.legacyUser.email, 'nobody@example.com'])
        answers.push((await authentication.database.changePassword({ connection, email })).data);
      assert.deepEqual([...new Set(answers)], ["We've just sent you an email to reset your password."]);
    });

    test('logs in with a realm: the user migrates, and its ID token is checked by the SDK', async () => {
      const { email: username, password } = stage.legacyUser;
      const scope = 'openid profile email offline_access';
      const login = { username, password, scope, realm: connection, audience: stage.audience };
      const { data: tokens } = await authentication.oauth.passwordGrant(login);
      assert.equal(tokens.token_type, 'Bearer');
      const { data: claims } = await userInfo.getUserInfo(tokens.access_token);
      assert.deepEqual([claims.sub, claims.email], ['auth0|7', username]);

      const { data: refreshed } = await authentication.oauth.refreshTokenGrant({
        refresh_token: tokens.refresh_token ?? '',
      });
      assert.notEqual(refreshed.access_token, tokens.access_token);
      const newest = refreshed.refresh_token ?? tokens.refresh_token ?? '';
      const { status } = await authentication.oauth.revokeRefreshToken({ token: newest });
      assert.equal(status, 200);
      await assert.rejects(
        authentication.oauth.refreshTokenGrant({ refresh_token: newest }),
        failsAs(403, 'invalid_grant', /invalid refresh token/i),
      );
    });

    test('without a realm, logs in to the default directory', async () => {
      const { email: username, password } = stage.legacyUser;
      const { data } = await authentication.oauth.passwordGrant({ username, password, scope: 'openid' });
      assert.ok(data.id_token);
      await assert.rejects(
        authentication.oauth.passwordGrant({ username, password: 'wrong' }),
        failsAs(403, 'invalid_grant', /^Wrong email or password\.$/),
      );
    });

    test('gets a token for itself', async () => {
      const { audience } = stage;
      const { data } = await authentication.oauth.clientCredentialsGrant({ audience });
      assert.deepEqual([data.token_type, data.expires_in], ['Bearer', 86_400]);
      await assert.rejects(
        authentication.oauth.clientCredentialsGrant({ audience: 'urn:none' }),
        failsAs(403, 'access_denied', /urn:none/),
      );
      const wrong = { domain: stage.domain, clientId: stage.app.clientId, clientSecret: 'wrong' };
      await assert.rejects(
        new AuthenticationClient(wrong).oauth.clientCredentialsGrant({ audience }),
        failsAs(401, 'access_denied', /^Unauthorized$/),
      );
    });

    test('userinfo refuses in its own class', async () => {
      await assert.rejects(userInfo.getUserInfo('none'), (thrown) => {
        assert.ok(thrown instanceof UserInfoError, `${thrown}`);
        assert.deepEqual([thrown.statusCode, thrown.error], [401, 'invalid_token']);
        return true;
      });
    });
  });
}
