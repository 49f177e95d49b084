import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const old = 'the legacy password';
const setByOperator = 'set by an operator';
const setByLink = 'a quite new battery staple';
const profile = '{ user_id: email.toLowerCase(), email }';

interface Returning {
  readonly email: string;
  readonly userId: string;
  /** Of the user in the Management API. */
  readonly path: string;
}

for (const store of stores) {
  describe(`S7: who comes back, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store);
      connection = await createLegacyConnection(segue, {
        login: `(email, password, callback) => callback(null, password === '${old}' && ${profile})`,
        getUser: `(email, callback) => callback(null, ${profile})`,
      });
    });
    after(() => segue.stop());

    async function migrate(): Promise<Returning> {
      users += 1;
      const email = `user-${users}@example.com`;
      assert.equal((await connection.logIn(email, old)).status, 200);
      const { user_id: userId } = await connection.user(email);
      return { email, userId, path: `users/${encodeURIComponent(userId)}` };
    }

    async function followLink(holder: object): Promise<void> {
      const link = await segue.manage('POST', 'tickets/password-change', holder);
      assert.equal(link.status, 201, link.text);
      const { pathname, search } = new URL(link.body.ticket);
      const body = new URLSearchParams({ password: setByLink });
      const page = await segue.request(`${pathname.slice(1)}${search}`, { method: 'POST', body });
      assert.equal(page.status, 303, page.text);
    }

    const setPassword: Readonly<Record<string, (user: Returning) => Promise<unknown>>> = {
      'by an operator': ({ path }) => segue.manage('PATCH', path, { password: setByOperator }),
      'by link': ({ userId }) => followLink({ user_id: userId }),
    };

    async function deleteAndLift({ path, userId }: Returning): Promise<void> {
      assert.equal((await segue.manage('DELETE', path)).status, 204);
      const { body } = await segue.manage('GET', 'segue/tombstones?per_page=100');
      const { id } = body.find(({ user_id }: { user_id: string }) => user_id === userId);
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
    }

    const leave: Readonly<Record<string, (user: Returning) => Promise<void>>> = {
      'a deletion and the lifting of its tombstone': deleteAndLift,
      'an un-migration': async ({ path }) =>
        assert.equal((await segue.manage('POST', `segue/${path}/unmigrate`)).status, 200),
    };

    for (const [how, goAway] of Object.entries(leave)) {
      test(`by the old password, after ${how}, where none was set here`, async () => {
        const user = await migrate();
        await goAway(user);
        assert.equal((await connection.logIn(user.email, old)).status, 200);
      });

      for (const [by, change] of Object.entries(setPassword)) {
        test(`not by the old password, after ${how}, where one was set ${by}`, async () => {
          const user = await migrate();
          await change(user);
          await goAway(user);
          for (const typed of [user.email, user.email.toUpperCase()]) {
            assert.equal((await connection.logIn(typed, old)).status, 403);
          }
          const event = (await segue.logs()).at(-1);
          assert.deepEqual([event.type, event.details.trouble], ['fui', 'new-password-required']);
          assert.equal(await connection.user(user.email), undefined);
          await followLink({ connection_id: connection.id, email: user.email });
          assert.equal((await connection.logIn(user.email, setByLink)).status, 200);
          assert.equal((await connection.logIn(user.email, old)).status, 403);
        });
      }
    }

    test('nobody, while the tombstone stands: by login, link, or another spelling', async () => {
      const user = await migrate();
      assert.equal((await segue.manage('DELETE', user.path)).status, 204);
      for (const typed of [user.email, user.email.toUpperCase()]) {
        assert.equal((await connection.logIn(typed, old)).status, 403);
        const holder = { connection_id: connection.id, email: typed };
        assert.equal((await segue.manage('POST', 'tickets/password-change', holder)).status, 404);
      }
      assert.equal(await connection.user(user.email), undefined);
    });

    test('who has a new address or name here is not doubled by the old one', async () => {
      const user = await migrate();
      const { accounts } = await segue.otherNode();
      await accounts.users.update(user.userId, { email: `new-${user.email}` }, Date.now());
      assert.equal((await connection.logIn(user.email, old)).status, 403);
      assert.equal((await segue.logs()).at(-1).details.trouble, 'moved');
      const holder = { connection_id: connection.id, email: user.email };
      assert.equal((await segue.manage('POST', 'tickets/password-change', holder)).status, 404);
      assert.equal(await connection.user(user.email), undefined);
    });
  });
}
