import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../kit/browser.ts';
import { passwordRealm } from '../kit/legacy-connection.ts';
import { startReachableSegue } from '../kit/reachable-segue.ts';
import { skipUnless } from '../kit/services/index.ts';
import { stores } from '../kit/stores.ts';
import { type SiteWithAuth0Js, serveSiteWithAuth0Js } from './page-with-auth0-js.ts';
import { furnishForSdks, type SdkStage, sdkPassword } from './sdk-stage.ts';

for (const store of stores) {
  const options = { skip: store.options.skip || skipUnless('chromium').skip };
  describe(`auth0-js in Chromium, on a page of another origin, ${store.name}`, options, () => {
    let stage: SdkStage;
    let site: SiteWithAuth0Js;
    let browser: Browser;
    let page: Page;
    let connection: string;

    before(async () => {
      stage = await furnishForSdks(await startReachableSegue(store));
      site = await serveSiteWithAuth0Js();
      browser = await startBrowser();
      page = await browser.newPage();
      connection = stage.connection.name;
      await page.goto(site.origin);
      const clientID = await makeSpa(site.origin);
      const open = { domain: stage.segue.issuer.slice(0, -1), clientID };
      await page.evaluate(
        `open(${JSON.stringify({ ...open, overrides: { __token_issuer: stage.segue.issuer } })})`,
      );
    });
    after(async () => {
      await browser.close();
      await site.close();
      await stage.stop();
    });

    /** A single-page application, whose pages are at this origin. */
    async function makeSpa(origin: string): Promise<string> {
      const { segue } = stage;
      const { client_id } = (
        await segue.manage('POST', 'clients', {
          name: 'spa',
          app_type: 'spa',
          web_origins: [origin],
          grant_types: [passwordRealm, 'password', 'refresh_token'],
        })
      ).body;
      const path = `connections/${stage.connection.id}/clients`;
      assert.equal((await segue.manage('PATCH', path, [{ client_id, status: true }])).status, 204);
      return client_id;
    }

    /** Calls the library on the page, and gives what its callback got. */
    async function call(
      target: 'webAuth' | 'client',
      method: string,
      argument: unknown,
    ): Promise<CallResult> {
      const [name, text, given] = [target, method, argument].map((each) => JSON.stringify(each));
      return page.evaluate(`call(${name}, ${text}, ${given})`);
    }

    test('signs up', async () => {
      const draft = { connection, email: 'signed-up@example.com', password: sdkPassword };
      const { error, result } = await call('webAuth', 'signup', {
        ...draft,
        user_metadata: { plan: 'gold' },
      });
      assert.equal(error, null);
      assert.deepEqual([result.email, result.emailVerified], [draft.email, false]);
      assert.match(result.Id, /^[0-9a-f]{24}$/);
      const again = await call('webAuth', 'signup', draft);
      assert.partialDeepStrictEqual(again.error, { code: 'invalid_signup', statusCode: 400 });
    });

    test('is told which rules a weak password breaks', async () => {
      const draft = { connection, email: 'weak@example.com', password: 'short' };
      const { error } = await call('webAuth', 'signup', draft);
      assert.partialDeepStrictEqual(error, {
        name: 'PasswordStrengthError',
        code: 'invalid_password',
        statusCode: 400,
        policy: '* At least 8 characters in length',
        description: {
          verified: false,
          rules: [
            {
              code: 'lengthAtLeast',
              message: 'At least %d characters in length',
              format: [8],
              verified: false,
            },
          ],
        },
      });
    });

    test('asks for a new password', async () => {
      const { error, result } = await call('webAuth', 'changePassword', {
        connection,
        email: 'nobody@example.com',
      });
      assert.equal(error, null);
      assert.equal(result, "We've just sent you an email to reset your password.");
    });

    test('logs in with a realm, and reads userinfo', async () => {
      const { email: username, password } = stage.legacyUser;
      const login = { realm: connection, username, password, scope: 'openid profile email' };
      const { error, result } = await call('client', 'login', login);
      assert.equal(error, null);
      assert.equal(result.tokenType, 'Bearer');
      const info = await call('client', 'userInfo', result.accessToken);
      assert.deepEqual([info.result.sub, info.result.email], ['auth0|7', username]);
      const wrong = await call('client', 'login', { ...login, password: 'wrong' });
      assert.partialDeepStrictEqual(wrong.error, {
        code: 'invalid_grant',
        description: 'Wrong email or password.',
        statusCode: 403,
      });
    });

    test('logs in to the default directory', async () => {
      const { email: username, password } = stage.legacyUser;
      const { error, result } = await call('client', 'loginWithDefaultDirectory', { username, password });
      assert.equal(error, null);
      assert.ok(result.accessToken);
    });

    test('a page of an origin that no client lists reads nothing', async () => {
      const stranger = await serveSiteWithAuth0Js();
      const other = await browser.newPage();
      try {
        await other.goto(stranger.origin);
        const url = JSON.stringify(`${stage.segue.issuer}userinfo`);
        const read = await other.evaluate(
          `fetch(${url}).then((answer) => answer.status, (error) => error.name)`,
        );
        assert.equal(read, 'TypeError');
        assert.equal(await page.evaluate(`fetch(${url}).then((answer) => answer.status)`), 401);
      } finally {
        await other.close();
        await stranger.close();
      }
    });
  });
}

interface CallResult {
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
  readonly error: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly result: any;
}
