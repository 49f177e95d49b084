import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UserQuery } from './accounts-store.ts';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';

const page = { offset: 0, limit: 50, withTotal: false } as const;

/** Users in pages. */
export function usersListContract(open: OpenAccountsStore): void {
  describe('users in pages', () => {
    const suite = openForSuite(open);

    async function listOf(query: UserQuery): Promise<readonly string[]> {
      return (await suite.store.users.list(query)).users.map(({ userId }) => userId);
    }

    async function threeUsers(): Promise<string> {
      const { id: connectionId } = await suite.newConnection();
      const own = (name: string) => `auth0|${connectionId}-${name}`;
      // `\uffff` comes before the astral owl by code point, and after it by UTF-16 unit.
      const some = {
        connectionId,
        email: 'a@x',
        createdAt: 3,
        updatedAt: 1,
        lastLoginAt: 5,
        loginsCount: 10,
      };
      await suite.newUser({ ...some, userId: own('\uffff') });
      await suite.newUser({
        ...some,
        userId: own('🦉'),
        email: null,
        username: 'z',
        createdAt: 1,
        loginsCount: 9,
      });
      await suite.newUser({
        ...some,
        userId: own('B'),
        email: 'B@x',
        createdAt: 2,
        lastLoginAt: null,
        updatedAt: 2,
      });
      return connectionId;
    }

    it('lists whole users, newest last', async () => {
      const connectionId = await threeUsers();
      const { users, ...rest } = await suite.store.users.list({ ...page, connectionId });
      assert.deepEqual(
        users.map(({ createdAt }) => createdAt),
        [1, 2, 3],
      );
      assert.deepEqual(users[0], await suite.store.users.find(users[0]?.userId ?? ''));
      assert.deepEqual(rest, {});
    });

    const orders: readonly [NonNullable<UserQuery['sort']>['by'], readonly string[]][] = [
      ['created_at', ['🦉', 'B', '\uffff']],
      ['updated_at', ['\uffff', '🦉', 'B']],
      ['last_login', ['B', '\uffff', '🦉']],
      ['email', ['🦉', 'B', '\uffff']],
      ['logins_count', ['🦉', 'B', '\uffff']],
      ['user_id', ['B', '\uffff', '🦉']],
    ];
    for (const [by, expected] of orders) {
      it(`sorts by ${by}: nothing before something, capitals before small letters, equals by id`, async () => {
        const connectionId = await threeUsers();
        const names = (ids: readonly string[]) => ids.map((id) => id.slice(`auth0|${connectionId}-`.length));
        const ascending = await listOf({ ...page, connectionId, sort: { by, direction: 'asc' } });
        assert.deepEqual(names(ascending), expected);
        const descending = await listOf({ ...page, connectionId, sort: { by, direction: 'desc' } });
        assert.deepEqual(names(descending), expected.toReversed());
      });
    }

    it('pages by offset, without overlap', async () => {
      const connectionId = await threeUsers();
      const all = await listOf({ ...page, connectionId });
      const pages = [
        await listOf({ ...page, connectionId, limit: 2 }),
        await listOf({ ...page, connectionId, limit: 2, offset: 2 }),
        await listOf({ ...page, connectionId, limit: 2, offset: 4 }),
      ];
      assert.deepEqual(pages, [all.slice(0, 2), all.slice(2), []]);
      assert.deepEqual(await listOf({ ...page, connectionId, limit: 0 }), []);
    });

    it('pages by checkpoint, in the order of ids', async () => {
      const connectionId = await threeUsers();
      const inOrder = await listOf({ ...page, connectionId, sort: { by: 'user_id', direction: 'asc' } });
      const [first = '', second = ''] = await listOf({ ...page, connectionId, afterUserId: '', limit: 2 });
      assert.deepEqual([first, second], inOrder.slice(0, 2));
      assert.deepEqual(await listOf({ ...page, connectionId, afterUserId: second }), inOrder.slice(2));
    });

    it('counts all users that match, not those of the page', async () => {
      const connectionId = await threeUsers();
      const query = { ...page, connectionId, withTotal: true };
      assert.equal((await suite.store.users.list({ ...query, limit: 1, offset: 2 })).total, 3);
      assert.equal((await suite.store.users.list({ ...query, afterUserId: 'b' })).total, 3);
      assert.equal((await suite.store.users.list({ ...query, connectionId: 'con_nowhere' })).total, 0);
    });

    it('lists the users of all connections together', async () => {
      const [one, two] = [await suite.newUser(), await suite.newUser()];
      const all = await listOf({ ...page, limit: 1000 });
      assert.ok(all.includes(one.userId) && all.includes(two.userId));
    });
  });
}
