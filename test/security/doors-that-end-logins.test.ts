import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { readRows } from '../kit/read-rows.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';
import { type LoggedIn, logInForEverything, shop } from './logged-in.ts';

const everybody = '(email, ...rest) => rest.at(-1)(null, { user_id: email, email })';

/** Makes the change, with a link where it needs one. */
type Change = (segue: Segue, login: LoggedIn, link: string) => Promise<Answer>;

/** Every door by which a login can end; `ended-logins.test.ts` has the block and the deletion. */
const changes: Readonly<Record<string, Change>> = {
  'a password set by PATCH': (segue, { path }) =>
    segue.manage('PATCH', path, { password: 'set by an operator' }),
  'a password set at the page behind a link': (segue, _login, link) => {
    const { pathname, search } = new URL(link);
    const body = new URLSearchParams({ password: 'a quite new battery staple' });
    return segue.request(`${pathname.slice(1)}${search}`, { method: 'POST', body });
  },
  'a new email': (segue, { path, userId }) =>
    segue.manage('PATCH', path, { email: `new-${userId.slice('auth0|'.length)}` }),
  'an un-migration': (segue, { path }) => segue.manage('POST', `segue/${path}/unmigrate`),
};

async function newLink(segue: Segue, user_id: string): Promise<string> {
  const answer = await segue.manage('POST', 'tickets/password-change', { user_id });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.ticket;
}

for (const store of stores) {
  describe(`S12: every door that ends a login, ${store.name}`, store.options, () => {
    const gate = createStatementGate();
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
      // Found only under the address that it has: a new address is free.
      connection = await createLegacyConnection(segue, { login: everybody });
      const api = { identifier: shop, allow_offline_access: true };
      assert.equal((await segue.manage('POST', 'resource-servers', api)).status, 201);
    });
    after(() => segue.stop());

    const newEmail = (): string => {
      users += 1;
      return `user-${users}@example.com`;
    };

    const logIn = (email = newEmail()): Promise<LoggedIn> => logInForEverything(connection, email);

    /** Statuses of the refresh and of both kinds of access token, the link's last. */
    async function statuses(
      { refreshToken: refresh_token, opaqueToken, jwt }: LoggedIn,
      link: string,
      { application } = connection,
    ) {
      const form = { grant_type: 'refresh_token', ...application, refresh_token };
      const answers = [await segue.token(form)];
      for (const token of [opaqueToken, jwt]) {
        answers.push(await segue.request('userinfo', { headers: { authorization: `Bearer ${token}` } }));
      }
      const { pathname, search } = new URL(link);
      answers.push(await segue.request(`${pathname.slice(1)}${search}`));
      return answers.map(({ status }) => status);
    }

    /** It is gone, and not only refused: what is refused by the user's version alone is one wall, not two. */
    async function assertNothingKept({ userId }: LoggedIn): Promise<void> {
      const rows = await readRows(
        segue.databaseUrl,
        `select user_id from oidc_payloads where user_id = '${userId}'
          union all select user_id from tickets where user_id = '${userId}' and purpose = 'password-change'`,
      );
      assert.deepEqual(rows, []);
    }

    const alive = [200, 200, 200, 200];
    const ended = [403, 401, 401, 410];

    for (const [what, change] of Object.entries(changes)) {
      test(`${what} ends refresh family, access tokens and links, and nobody else's`, async () => {
        const [login, other] = [await logIn(), await logIn()];
        const [link, othersLink] = [await newLink(segue, login.userId), await newLink(segue, other.userId)];
        assert.deepEqual(await statuses(login, link), alive);
        const answer = await change(segue, login, await newLink(segue, login.userId));
        assert.ok(answer.status < 400, answer.text);
        await assertNothingKept(login);
        assert.deepEqual(await statuses(login, link), ended);
        assert.deepEqual(await statuses(other, othersLink), alive);
      });

      test(`${what} is whole or is not`, async () => {
        const login = await logIn();
        const link = await newLink(segue, login.userId);
        gate.fail(/^insert into "events"/, new Error('the disk is full'));
        assert.equal((await change(segue, login, link)).status, 500);
        assert.deepEqual(await statuses(login, link), alive);
      });
    }

    test('a new username ends refresh family, access tokens and links', async () => {
      const named = await createLegacyConnection(segue, {
        name: 'named',
        login: '(username, password, callback) => callback()',
        options: { requires_username: true, passwordPolicy: 'none' },
      });
      const draft = { connection: named.name, username: 'old', email: 'named@example.com', password: 'any' };
      await segue.manage('POST', 'users', draft);
      const login = await logInForEverything(named, draft.email, draft.username);
      const link = await newLink(segue, login.userId);
      assert.deepEqual(await statuses(login, link, named), alive);
      assert.equal((await segue.manage('PATCH', login.path, { username: 'new' })).status, 200);
      await assertNothingKept(login);
      assert.deepEqual(await statuses(login, link, named), ended);
    });

    test('an un-migration for good: who comes back by a login brings nothing back', async () => {
      const login = await logIn('returning@example.com');
      const link = await newLink(segue, login.userId);
      assert.equal((await segue.manage('POST', `segue/${login.path}/unmigrate`)).status, 200);
      await logIn('returning@example.com');
      assert.deepEqual(await statuses(login, link), ended);
    });
  });
}
