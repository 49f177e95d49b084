import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const size = 2;
const passwords = ['first', 'second', 'third', 'fourth', 'fifth'].map((word) => `the ${word} staple`);
const [first = '', second = '', third = '', fourth = '', fifth = ''] = passwords;
const usedBefore = 'You have used this password before. Choose a new one.';
const usedBeforeByApi = 'PasswordHistoryError: Password has previously been used';

for (const store of stores) {
  describe(`the connection option password_history, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    let user: { readonly userId: string; readonly email: string };
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: `(email, password, callback) =>
          callback(null, password === '${first}' && { user_id: email, email })`,
        options: { password_history: { enable: true, size } },
      });
    });
    beforeEach(async () => {
      users += 1;
      const email = `user-${users}@example.com`;
      assert.equal((await connection.logIn(email, first)).status, 200, 'a migrating login has no history');
      user = { email, userId: (await connection.user(email)).user_id };
    });
    after(() => segue.stop());

    /** The path of a new link. */
    async function newLink(): Promise<string> {
      const answer = await segue.manage('POST', 'tickets/password-change', { user_id: user.userId });
      assert.equal(answer.status, 201, answer.text);
      const { pathname, search } = new URL(answer.body.ticket);
      return `${pathname.slice(1)}${search}`;
    }

    const choose = (link: string, password: string): Promise<Answer> =>
      segue.request(link, { method: 'POST', body: new URLSearchParams({ password }) });

    const patch = (password: string): Promise<Answer> =>
      segue.manage('PATCH', `users/${encodeURIComponent(user.userId)}`, { password });

    const byPage = async (password: string): Promise<boolean> => {
      const page = await choose(await newLink(), password);
      assert.equal(page.status === 303, !page.text.includes(usedBefore), page.text);
      return page.status === 303;
    };

    const byApi = async (password: string): Promise<boolean> => {
      const answer = await patch(password);
      assert.equal(answer.status === 200, answer.body.message !== usedBeforeByApi, answer.text);
      return answer.status === 200;
    };

    test('at the page behind a link a former password is refused, and the link stays', async () => {
      assert.equal((await patch(second)).status, 200);
      const link = await newLink();
      for (const password of [first, second]) {
        const page = await choose(link, password);
        assert.equal(page.status, 422, page.text);
        assert.ok(page.text.includes(usedBefore), page.text);
        assert.ok(!page.text.includes(password), 'nor does the page repeat it');
      }
      assert.equal((await connection.logIn(user.email, second)).status, 200, 'nothing has changed');
      assert.equal((await segue.request(link)).status, 200);
      assert.equal((await choose(link, third)).status, 303);
      assert.equal((await connection.logIn(user.email, third)).status, 200);
    });

    test('by PATCH a former password is refused, also the present one', async () => {
      assert.equal((await patch(second)).status, 200);
      for (const password of [first, second]) {
        const answer = await patch(password);
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.body.message, usedBeforeByApi);
      }
      assert.equal((await connection.logIn(user.email, second)).status, 200);
    });

    for (const [door, set] of [
      ['at the page', byPage],
      ['by PATCH', byApi],
    ] as const) {
      test(`${door}: the last ${size} passwords may not come back, an older one may`, async () => {
        for (const password of [second, third]) assert.equal(await set(password), true);
        assert.deepEqual([await set(third), await set(second)], [false, false]);
        assert.equal(await set(first), true, 'it is the third last');
        assert.deepEqual([await set(third), await set(second)], [false, true]);
      });
    }

    test('one history for both doors, whoever set the password', async () => {
      assert.equal(await byApi(second), true);
      assert.equal(await byPage(first), false);
      assert.equal(await byPage(third), true);
      assert.equal(await byApi(second), false);
    });

    test('a greater size remembers what was set under the smaller one; none at all refuses nothing', async (t) => {
      t.after(() => connection.change({ password_history: { enable: true, size } }));
      for (const password of [second, third, fourth]) assert.equal(await byApi(password), true);
      await connection.change({ password_history: { enable: true, size: 4 } });
      assert.deepEqual([await byApi(first), await byPage(first)], [false, false]);
      assert.equal(await byApi(fifth), true);
      await connection.change({ password_history: { enable: false, size: 4 } });
      assert.deepEqual([await byApi(fourth), await byPage(fifth), await byPage(fifth)], [true, true, true]);
    });

    test('without a size the last five are remembered', async (t) => {
      await connection.change({ password_history: { enable: true } });
      t.after(() => connection.change({ password_history: { enable: true, size } }));
      for (const password of [second, third, fourth, fifth]) assert.equal(await byApi(password), true);
      for (const password of passwords) assert.equal(await byApi(password), false, password);
      assert.equal(await byApi('the sixth staple'), true);
      assert.equal(await byApi(first), true);
    });

    test('somebody else may have the same password', async () => {
      const draft = { connection: connection.name, email: `other-${users}@example.com`, password: first };
      assert.equal((await segue.manage('POST', 'users', draft)).status, 201);
    });
  });
}
