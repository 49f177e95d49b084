import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AuthClient,
  SignUpError,
  TokenByClientCredentialsError,
  TokenByPasswordError,
  TokenByRefreshTokenError,
  UserInfoError,
} from '@auth0/auth0-auth-js';
import { stores } from '../kit/stores.ts';
import { openSdkStage, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  describe(`@auth0/auth0-auth-js, ${store.name}`, store.options, () => {
    let stage: SdkStage;
    let auth: AuthClient;
    before(async () => {
      stage = await openSdkStage(store);
      auth = new AuthClient({ domain: stage.domain, ...stage.app });
    });
    after(() => stage.stop());

    test('a login by realm migrates; refresh, userinfo and revocation follow', async () => {
      const { email: username, password } = stage.legacyUser;
      const scope = 'openid profile email offline_access';
      const login = { username, password, realm: stage.connection.name, scope, audience: stage.audience };
      const tokens = await auth.getTokenByPassword(login);
      assert.equal(tokens.claims?.sub, 'auth0|7');
      const info = await auth.getUserInfo({ accessToken: tokens.accessToken });
      assert.deepEqual([info.sub, info.email], ['auth0|7', username]);
      const refreshToken = tokens.refreshToken ?? assert.fail('no refresh token');
      const refreshed = await auth.getTokenByRefreshToken({ refreshToken });
      assert.notEqual(refreshed.accessToken, tokens.accessToken);
      const newest = refreshed.refreshToken ?? refreshToken;
      await auth.revokeToken({ token: newest });
      await assert.rejects(auth.getTokenByRefreshToken({ refreshToken: newest }), (error) => {
        assert.ok(error instanceof TokenByRefreshTokenError, `${error}`);
        assert.deepEqual([error.cause?.error, error.statusCode], ['invalid_grant', 403]);
        return true;
      });
    });

    test('a wrong password, an unknown realm', async () => {
      const { email: username } = stage.legacyUser;
      const failsAs = (error: string, description: RegExp) => (thrown: unknown) => {
        assert.ok(thrown instanceof TokenByPasswordError, `${thrown}`);
        assert.equal(thrown.cause?.error, error);
        assert.match(thrown.cause?.error_description ?? '', description);
        return true;
      };
      const attempt = { username, password: 'wrong', realm: stage.connection.name };
      await assert.rejects(
        auth.getTokenByPassword(attempt),
        failsAs('invalid_grant', /^Wrong email or pass/),
      );
      await assert.rejects(
        auth.getTokenByPassword({ ...attempt, realm: 'none' }),
        failsAs('invalid_request', /connection was not found/),
      );
    });

    test('a token for the application itself', async () => {
      const { audience } = stage;
      const tokens = await auth.getTokenByClientCredentials({ audience });
      assert.ok(tokens.expiresAt > Date.now() / 1000);
      await assert.rejects(auth.getTokenByClientCredentials({ audience: 'urn:none' }), (error) => {
        assert.ok(error instanceof TokenByClientCredentialsError, `${error}`);
        assert.equal(error.cause?.error, 'access_denied');
        return true;
      });
    });

    test('sign-up and forgotten password', async () => {
      const connection = stage.connection.name;
      const draft = { connection, email: 'new@example.com', password: sdkPassword, givenName: 'New' };
      const made = await auth.database.signUp(draft);
      assert.match(made.id ?? '', /^[0-9a-f]{24}$/);
      assert.deepEqual([made.email, made.emailVerified, made.givenName], ['new@example.com', false, 'New']);
      await assert.rejects(auth.database.signUp(draft), (error) => {
        assert.ok(error instanceof SignUpError, `${error}`);
        assert.deepEqual([error.cause?.error, error.statusCode], ['invalid_signup', 400]);
        return true;
      });
      const sent = await auth.database.changePassword({ connection, email: 'nobody@example.com' });
      assert.equal(sent, "We've just sent you an email to reset your password.");
    });

    test('userinfo with a token that is none', async () => {
      await assert.rejects(auth.getUserInfo({ accessToken: 'none' }), (error) => {
        assert.ok(error instanceof UserInfoError, `${error}`);
        assert.equal(error.statusCode, 401);
        return true;
      });
    });
  });
}
