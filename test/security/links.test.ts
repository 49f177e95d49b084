import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { ScriptCall, ScriptRunner } from '../../src/scripts/index.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Mailbox, openMailbox } from '../kit/mailbox.ts';
import { readRows } from '../kit/read-rows.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const newPassword = 'a quite new battery staple';

const getUser = `(email, callback) =>
  callback(null, email.startsWith('user') && { user_id: email, email })`;

/** What an operator does to a user. */
const changes: Readonly<
  Record<string, readonly [method: string, path: (id: string) => string, body?: object]>
> = {
  'a password change': ['PATCH', (id) => `users/${id}`, { password: 'set by an operator' }],
  'a new email': ['PATCH', (id) => `users/${id}`, { email: 'elsewhere@example.com' }],
  'a block': ['PATCH', (id) => `users/${id}`, { blocked: true }],
  'a deletion': ['DELETE', (id) => `users/${id}`],
  'an un-migration': ['POST', (id) => `segue/users/${id}/unmigrate`],
};

for (const store of stores) {
  describe(`S11: links, ${store.name}`, store.options, () => {
    let segue: Segue;
    let mailbox: Mailbox;
    let connection: LegacyConnection;
    let people = 0;
    const calls: ScriptCall[] = [];
    before(async () => {
      mailbox = await openMailbox();
      const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
        ...runner,
        run(call) {
          calls.push(call);
          return runner.run(call);
        },
      });
      const environment = { SMTP_URL: mailbox.url, SEGUE_TRUST_PROXY: 'true' };
      segue = await startSegue(store, { environment, seams: { wrapRunner } });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback(null, { user_id: email, email })',
        getUser,
      });
    });
    after(async () => {
      await mailbox.close(); // first: what is left of it would keep the process alive when "stop" finds a secret
      await segue.stop();
    });

    const newEmail = (): string => {
      people += 1;
      return `user-${people}@example.com`;
    };

    async function migrate(email: string): Promise<string> {
      assert.equal((await connection.logIn(email, 'old')).status, 200);
      return encodeURIComponent((await connection.user(email)).user_id);
    }

    /** The path of a link; its secret is watched from now on: it must not be said in any log line or answer. */
    function pathOf(link: string): string {
      const { pathname, search, searchParams } = new URL(link);
      segue.canaries.watch('ticket', searchParams.get('ticket') ?? '');
      return `${pathname.slice(1)}${search}`;
    }

    async function newLink(
      holder: object,
      kind: 'password-change' | 'email-verification' = 'password-change',
    ) {
      const headers = {
        authorization: `Bearer ${await operatorToken()}`,
        'content-type': 'application/json',
      };
      const init = { method: 'POST', headers, body: JSON.stringify(holder) };
      const answer = await segue.request(`api/v2/tickets/${kind}`, init, ['ticket']);
      assert.equal(answer.status, 201, answer.text);
      return pathOf(answer.body.ticket);
    }

    let token: string | undefined;
    async function operatorToken(): Promise<string> {
      if (token === undefined) {
        const { clientId: client_id, clientSecret: client_secret } = segue.operator;
        const audience = `${segue.issuer}api/v2/`;
        const form = { grant_type: 'client_credentials', client_id, client_secret, audience };
        token = (await segue.token(form)).body.access_token as string;
      }
      return token;
    }

    /** Pages show their own link in the form's action: a page is asked for past the search for canaries. */
    async function open(link: string, init: RequestInit = {}): Promise<Answer> {
      const response = await fetch(new URL(link, segue.url), { redirect: 'manual', ...init });
      const { status, headers } = response;
      return { status, headers, text: await response.text(), body: undefined, milliseconds: 0 };
    }

    const choose = (link: string, password = newPassword): Promise<Answer> =>
      open(link, { method: 'POST', body: new URLSearchParams({ password }) });

    async function assertVoid(link: string): Promise<void> {
      assert.equal((await open(link)).status, 410);
      assert.equal((await choose(link)).status, 410);
    }

    test('begin with SEGUE_URL, whatever host a request claims to be for', async () => {
      const email = newEmail();
      const status = await askWithHost(segue.url, {
        client_id: connection.application.client_id,
        connection: connection.name,
        email,
      });
      assert.equal(status, 200);
      const letter = await mailbox.waitFor(({ to }) => to.includes(email));
      const [link = '', ...others] = letter.links.filter((each) => each.includes('ticket='));
      pathOf(link);
      assert.deepEqual(others, []);
      assert.ok(link.startsWith('http://segue.test/u/reset-password?ticket='), 'the host of the link');
      assert.doesNotMatch(letter.raw, /evil/);
    });

    test('opened they consume nothing and ask no legacy system: GET, HEAD, and a form from elsewhere', async () => {
      const link = await newLink({ connection_id: connection.id, email: newEmail() });
      const before = calls.length;
      for (const init of [
        {},
        { method: 'HEAD' },
        { headers: { purpose: 'prefetch' } },
        { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' }, body: new URLSearchParams({}) },
      ]) {
        await open(link, init);
      }
      assert.equal(calls.length, before);
      assert.equal((await choose(link)).status, 303);
      await assertVoid(link);
    });

    test('keep to themselves: no-referrer and no-store, open, used, refused and void', async () => {
      const link = await newLink({ connection_id: connection.id, email: newEmail() });
      for (const page of [
        await open(link),
        await choose(link, ''),
        await choose(link),
        await open(link),
        await choose(link),
      ]) {
        assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
        assert.equal(page.headers.get('cache-control'), 'no-store');
      }
    });

    test('of two posts at the same instant one changes the password', async () => {
      const email = newEmail();
      const link = await newLink({ user_id: decodeURIComponent(await migrate(email)) });
      const typed = ['one battery staple', 'two battery staple', 'three battery staple'];
      const answers = await Promise.all(typed.map((password) => choose(link, password)));
      const winners = typed.filter((_, index) => answers[index]?.status === 303);
      assert.equal(winners.length, 1);
      for (const password of typed) {
        const expected = winners.includes(password) ? 200 : 403;
        assert.equal((await connection.logIn(email, password)).status, expected);
      }
    });

    for (const [what, [method, path, body]] of Object.entries(changes)) {
      test(`${what} voids every link of the user, of both kinds`, async () => {
        const email = newEmail();
        const id = await migrate(email);
        const user = { user_id: decodeURIComponent(id) };
        const links = [
          await newLink(user),
          await newLink(user),
          await newLink({ connection_id: connection.id, email }),
          await newLink(user, 'email-verification'),
        ];
        for (const link of links) assert.equal((await open(link)).status, 200);
        const answer = await segue.manage(method, path(id), body);
        assert.ok(answer.status < 300, answer.text);
        const left = `select id from tickets where email_key = '${email}'`;
        assert.deepEqual(await readRows(segue.databaseUrl, left), [], 'voided, and not only void');
        for (const link of links) await assertVoid(link);
        await segue.manage('DELETE', `users/${id}`);
      });
    }

    test('a link that was used voids the other ones', async () => {
      const email = newEmail();
      const user = { user_id: decodeURIComponent(await migrate(email)) };
      const [first, second, third] = [
        await newLink(user),
        await newLink(user),
        await newLink(user, 'email-verification'),
      ];
      assert.equal((await choose(first)).status, 303);
      for (const link of [second, third]) await assertVoid(link);
    });

    test('a link made before its user was here is void once that user has set a password, or is gone', async () => {
      const email = newEmail();
      const holder = { connection_id: connection.id, email };
      const [first, second] = [await newLink(holder), await newLink(holder)];
      assert.equal((await choose(first)).status, 303);
      await assertVoid(second);
      const other = newEmail();
      const third = await newLink({ connection_id: connection.id, email: other });
      await segue.manage('DELETE', `users/${await migrate(other)}`);
      assert.equal((await choose(third)).status, 410);
      assert.equal(await connection.user(other), undefined);
    });

    test('a link of one kind does nothing of the other', async () => {
      const email = newEmail();
      const user = { user_id: decodeURIComponent(await migrate(email)) };
      const verify = await newLink(user, 'email-verification');
      await assertVoid(verify.replace('email-verification', 'reset-password'));
      const reset = await newLink(user);
      await assertVoid(reset.replace('reset-password', 'email-verification'));
      assert.equal((await choose(reset)).status, 303);
      assert.equal((await connection.logIn(email, newPassword)).status, 200);
    });

    test('stand in no log line, not in that of a failed request either', async () => {
      const link = await newLink({ connection_id: connection.id, email: newEmail() });
      await open(link);
      await choose(link, '');
      await open(`${link}&x=%zz`);
      await open(link.replace('u/reset-password', 'u/no-such-page'));
      await open(link.replace('u/reset-password', 'no-such-path'));
      await open(link.replace('u/reset-password', 'api/v2/no-such-path'));
      await open(link, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
      assert.ok(
        segue.logLines.some((line) => line.includes('/u/reset-password')),
        'requests are logged',
      );
    });
  });
}

/** Asks for a letter as an attacker does who would like the link to lead to a host of his own. */
function askWithHost(url: string, body: object): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = {
    'content-type': 'application/json',
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
    origin: 'https://evil.example',
    referer: 'https://evil.example/u/',
  };
  const asking = httpRequest(new URL('dbconnections/change_password', url), { method: 'POST', headers });
  asking.on('response', (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode ?? 0));
  });
  asking.on('error', reject);
  asking.end(JSON.stringify(body));
  return promise;
}
