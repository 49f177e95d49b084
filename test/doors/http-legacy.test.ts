import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { openMailbox } from '../kit/mailbox.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const jane = { email: 'jane@example.com', password: 'correct horse' };
const newPassword = 'a quite new battery staple';
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

for (const store of stores) {
  test(`F8–F11: every other door, an HTTP legacy, ${store.name}`, store.options, async (t) => {
    const shop = await startLegacyShop();
    t.after(() => shop.stop());
    const mailbox = await openMailbox();
    t.after(() => mailbox.close());
    const segue = await startSegue(store, { environment: { SMTP_URL: mailbox.url } });
    t.after(() => segue.stop());
    const { login, getUser } = await readActionScripts();
    const configuration = {
      SHOP_URL: shop.url,
      SHOP_API_USER: shop.api.username,
      SHOP_API_PASSWORD: shop.api.password,
    };
    const connection = await createLegacyConnection(segue, {
      name: 'shop-users',
      login,
      getUser,
      configuration,
    });
    const clientId = connection.application.client_id;
    const asked = (): number => shop.requests().length;
    const post = (path: string, body: object) =>
      segue.request(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
    const forgot = (email: string) =>
      post('dbconnections/change_password', { client_id: clientId, connection: 'shop-users', email });
    const signUp = (email: string, more: object = {}) =>
      post('dbconnections/signup', {
        client_id: clientId,
        connection: 'shop-users',
        email,
        password: newPassword,
        ...more,
      });
    const choose = (link: string, password: string) =>
      segue.request(pathOf(link), {
        method: 'POST',
        headers: form,
        body: new URLSearchParams({ password }).toString(),
      });

    await t.test('F10: a sign-up with a legacy address is refused, and creates nobody', async () => {
      const answer = await signUp(jane.email);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.code, 'invalid_signup');
      assert.equal(await connection.user(jane.email), undefined);
    });

    await t.test(
      'the answer to a forgotten password is one text, whoever is behind the address',
      async () => {
        const answers = [await forgot(jane.email), await forgot('nobody@example.com'), await forgot('x')];
        for (const answer of answers) {
          assert.equal(answer.status, 200, answer.text);
          assert.equal(answer.text, "We've just sent you an email to reset your password.");
        }
      },
    );

    let link = '';
    await t.test('F9, S2: only the address that the legacy profile has gets a letter', async () => {
      const letter = await mailbox.waitFor(({ to }) => to.includes(jane.email));
      link = letter.links.find((each) => each.includes('/u/reset-password')) ?? '';
      assert.ok(link.startsWith('http://segue.test/u/reset-password?ticket='), link);
      assert.equal(mailbox.letters().length, 1);
      assert.equal(await connection.user(jane.email), undefined, 'nobody is created by a look-up');
    });

    await t.test('S11: opening the link asks nobody and consumes nothing', async () => {
      const before = asked();
      for (let i = 0; i < 3; i += 1) {
        const page = await segue.request(pathOf(link));
        assert.equal(page.status, 200, page.text);
        assert.match(page.headers.get('cache-control') ?? '', /no-store/);
      }
      assert.equal(asked(), before);
    });

    await t.test(
      'while the legacy is away the link stays, the page says so and keeps what was typed',
      async () => {
        await connection.change({ configuration: { ...configuration, SHOP_URL: 'http://127.0.0.1:1' } });
        const page = await choose(link, 'typed during the outage');
        await connection.change({ configuration });
        assert.equal(page.status, 503, page.text);
        assert.match(page.headers.get('retry-after') ?? '', /^\d+$/);
        assert.doesNotMatch(page.text, /typed during/);
        assert.match(page.text, /name="kept" value="sealed:/);
        assert.equal(await connection.user(jane.email), undefined);
      },
    );

    await t.test('a password that breaks the rules is refused, and the link stays', async () => {
      const page = await choose(link, 'password');
      assert.equal(page.status, 422, page.text);
      assert.equal(await connection.user(jane.email), undefined);
    });

    await t.test(
      'F11: confirming creates the user with the new password and the whole profile, once',
      async () => {
        const [first, second] = await Promise.all([choose(link, newPassword), choose(link, newPassword)]);
        const statuses = [first.status, second.status].toSorted((a, b) => a - b);
        assert.equal(statuses[0], 200, first.text + second.text);
        assert.notEqual(statuses[1], 200, 'the other one finds the link used');
        const user = await connection.user(jane.email);
        assert.equal(user.user_id, 'auth0|1001');
        assert.equal(user.nickname, 'jane');
        assert.equal(user.email_verified, true);
        assert.equal(user.segue.origin, 'migrated-at-password-change');
        await mailbox.waitFor(({ to, subject }) => to.includes(jane.email) && !subject.includes('Choose'));
      },
    );

    await t.test('every following login is local, with the new password alone', async () => {
      const before = asked();
      assert.equal((await connection.logIn(jane.email, newPassword)).status, 200);
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 403);
      assert.equal(asked(), before);
    });

    await t.test('the used link is gone', async () => {
      const page = await segue.request(pathOf(link));
      assert.notEqual(page.status, 200);
      assert.notEqual((await choose(link, 'yet another staple')).status, 200);
      assert.equal((await connection.logIn(jane.email, newPassword)).status, 200);
    });

    await t.test('F8: a new user signs up locally, and verifies its address', async () => {
      const answer = await signUp('new@example.com', { user_metadata: { plan: 'free' } });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.email, 'new@example.com');
      assert.equal(answer.body.email_verified, false);
      const letter = await mailbox.waitFor(({ to }) => to.includes('new@example.com'));
      const verify = letter.links.find((each) => each.includes('/u/email-verification')) ?? '';
      assert.equal((await segue.request(pathOf(verify))).status, 200);
      assert.equal((await connection.user('new@example.com')).email_verified, false, 'GET changes nothing');
      const done = await segue.request(pathOf(verify), { method: 'POST', headers: form, body: '' });
      assert.equal(done.status, 200, done.text);
      assert.equal((await connection.user('new@example.com')).email_verified, true);
    });

    await t.test(
      'F10: an email change to a legacy address is refused, to a free one is made and told',
      async () => {
        const { user_id: id } = await connection.user('new@example.com');
        const path = `users/${encodeURIComponent(id)}`;
        const taken = await segue.manage('PATCH', path, { email: 'tomasz.nowak@example.com' });
        assert.equal(taken.status, 400, taken.text);
        assert.equal(taken.body.message, 'The specified new email already exists');
        const here = await segue.manage('PATCH', path, { email: jane.email });
        assert.equal(here.status, 400, here.text);
        const free = await segue.manage('PATCH', path, { email: 'newer@example.com' });
        assert.equal(free.status, 200, free.text);
        assert.equal(free.body.email_verified, false);
        await mailbox.waitFor(
          ({ to, subject }) => to.includes('new@example.com') && !/verify/i.test(subject),
        );
      },
    );

    await t.test('F8: nothing was written to the shop', () => {
      assert.deepEqual([...new Set(shop.requests().map(({ method }) => method))], ['GET']);
    });
  });
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname.slice(1)}${search}`;
}
