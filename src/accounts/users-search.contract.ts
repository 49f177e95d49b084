import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { UserQuery } from './accounts-store.ts';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { sampleUser } from './fakes/samples.ts';
import { all, any, everybody, meta, people, rows, text } from './searched-people.contract.ts';
import type { User } from './user.ts';
import { mostFound, type UserFilter } from './user-filter.ts';

const page = { offset: 0, limit: 50, withTotal: true } as const;

/** Users by a filter. */
export function usersSearchContract(open: OpenAccountsStore): void {
  describe('users by a filter', () => {
    const suite = openForSuite(open);
    let connectionId = '';

    before(async () => {
      connectionId = (await suite.newConnection()).id;
      for (const [name, given] of Object.entries(people()))
        await suite.newUser({ ...given, connectionId, userId: `auth0|${connectionId}-${name}` });
      await suite.newUser({ name: 'Ada Lovelace', userMetadata: { city: 'Paris' } }); // of another connection
    });

    const namesOf = (users: readonly User[]): readonly string[] =>
      users.map(({ userId }) => userId.slice(`auth0|${connectionId}-`.length));

    async function find(filter: UserFilter, query: Partial<UserQuery> = {}): Promise<readonly string[]> {
      const { users, total } = await suite.store.users.list({ ...page, connectionId, filter, ...query });
      if (query.limit === undefined && query.afterUserId === undefined) assert.equal(total, users.length);
      return namesOf(users);
    }

    for (const [filter, expected] of rows) {
      it(`finds ${expected.join(', ') || 'nobody'} by ${JSON.stringify(filter)}`, async () => {
        assert.deepEqual((await find(filter)).toSorted(), expected);
        const inOrder = await find(filter, { sort: { by: 'created_at', direction: 'desc' } });
        assert.deepEqual(inOrder, expected.toReversed());
        assert.deepEqual(await find(filter, { afterUserId: '' }), expected);
      });
    }

    it('finds in every connection, or in those named', async () => {
      const filter = all(text('name', 'ada lovelace'), meta('city', 'Paris'));
      assert.equal((await suite.store.users.list({ ...page, filter })).total, 2);
      const here: UserFilter = { is: 'in-connection', connectionIds: [connectionId] };
      assert.deepEqual(await suite.store.users.list({ ...page, filter: all(filter, here) }), {
        ...(await suite.store.users.list({ ...page, filter, connectionId })),
      });
      const named = await suite.store.users.list({ ...page, filter: here });
      assert.deepEqual(namesOf(named.users).toSorted(), everybody);
    });

    it('gives a user by id, and by the beginning of ids', async () => {
      const found = await find(text('user_id', `auth0|${connectionId}-ada`));
      assert.deepEqual(found, ['ada']);
      assert.deepEqual(await find(text('user_id', `AUTH0|${connectionId}-ada`)), []);
      assert.deepEqual((await find(text('user_id', `auth0|${connectionId}-*`))).toSorted(), everybody);
    });

    it('pages without overlap, in the same order each time, by every kind of filter', async () => {
      for (const filter of [
        text('name', '*'),
        text('name', '*lovelace'),
        meta('city'),
        meta('plan.name', 'gold', 'app_metadata'),
        any(text('name', 'ada*'), text('name', 'bob*')),
        { is: 'within', field: 'created_at', from: 0 } as const,
        all(),
      ]) {
        const whole = await find(filter);
        const single = await Promise.all(whole.map((_, offset) => find(filter, { offset, limit: 1 })));
        assert.deepEqual(single.flat(), whole);
        const [first = ''] = await find(filter, { afterUserId: '', limit: 1 });
        const rest = await find(filter, { afterUserId: `auth0|${connectionId}-${first}` });
        assert.deepEqual([first, ...rest], whole.toSorted());
      }
    });

    for (const by of ['name', 'username', 'family_name'] as const) {
      it(`sorts what it finds by ${by}`, async () => {
        const found = await find(text('name', '*'), { sort: { by, direction: 'desc' } });
        const expected = {
          name: ['zoe', 'eve', 'bob', 'ada'],
          username: ['eve', 'ada', 'zoe', 'bob'],
          family_name: ['ada', 'zoe', 'eve', 'bob'],
        };
        assert.deepEqual(found, expected[by]);
      });
    }

    it('finds a user as it is now: after a change of every kind, and not after a deletion', async () => {
      const given = { connectionId, name: 'Old Name', userMetadata: { old: 1, same: 's' } };
      const { userId } = await suite.newUser({ ...given, email: 'old@old.example' });
      const { users } = suite.store;
      await users.update(
        userId,
        {
          name: 'New Name',
          email: 'new@new.example',
          userMetadata: { now: 2, same: 's' },
          appMetadata: { a: 'b' },
        },
        9,
      );
      const outdated = [text('name', 'old*'), text('email', 'old@*'), text('email.domain', 'old.example')];
      for (const filter of [...outdated, meta('old')]) assert.deepEqual(await find(filter), []);
      const current = [text('name', 'new*'), text('email', 'new@*'), meta('now', '2'), meta('same', 's')];
      for (const filter of [...current, meta('a', 'b', 'app_metadata')])
        assert.equal((await find(filter)).length, 1, JSON.stringify(filter));
      await users.update(userId, { name: null, userMetadata: {} }, 10);
      for (const filter of [text('name', 'new*'), meta('now', '2'), meta('same')])
        assert.deepEqual(await find(filter), []);
      await users.recordLogin(userId, { at: 77, ip: '198.51.100.7', credentialVersion: 2 });
      const loggedIn = [
        text('last_ip', '198.51.100.7'),
        { is: 'within', field: 'last_login', from: 77 },
      ] as const;
      for (const filter of loggedIn) assert.equal((await find(filter)).length, 1);
      await users.delete(userId);
      for (const filter of [...loggedIn, ...current]) assert.deepEqual(await find(filter), []);
    });

    it('leaves no trace of a user that was not written', async () => {
      const taken = await suite.newUser({ connectionId, email: 'taken@x.example' });
      const user = {
        ...taken,
        userId: `${taken.userId}-2`,
        name: 'Not Written',
        userMetadata: { not: 'written' },
      };
      assert.equal((await suite.store.users.insert(user, null)).done, false);
      const { connectionId: held } = await suite.newUser({ name: 'Holder', email: 'held@x.example' });
      const other = await suite.newUser({ connectionId: held, name: 'Other' });
      await suite.store.users.update(other.userId, { email: 'held@x.example', name: 'Half' }, 9);
      for (const filter of [text('name', 'not written'), text('name', 'half'), meta('not')])
        assert.equal((await suite.store.users.list({ ...page, filter })).total, 0);
      await suite.store.users.delete(taken.userId);
    });

    it('takes texts of any length, and searches the long ones by their beginning', async () => {
      const long = `${'🦉ü'.repeat(200)}end`;
      const { userId, connectionId: own } = await suite.newUser({
        name: long,
        email: `${'l'.repeat(60)}@${'d'.repeat(180)}.example`,
        userMetadata: { long, [long]: 'x', '\u0000': '\u0000', half: '\ud800', ok: 'yes' },
        appMetadata: { many: Array.from({ length: 1000 }, (_, each) => `v${each}`) },
      });
      const found = async (filter: UserFilter): Promise<boolean> =>
        (await suite.store.users.list({ ...page, connectionId: own, filter })).users.some(
          (user) => user.userId === userId,
        );
      assert.equal(await found(text('name', long)), true);
      assert.equal(await found(text('name', '🦉ü🦉*')), true);
      assert.equal(await found(meta('ok', 'yes')), true);
      assert.equal(await found(meta('long')), false);
      assert.equal(await found(meta('many', 'v0', 'app_metadata')), true);
      assert.equal(await found(meta('many', 'v999', 'app_metadata')), false);
      await suite.store.users.delete(userId);
    });

    it('finds nobody of a connection that is gone', async () => {
      const user = await suite.newUser({ name: 'Gone With It', userMetadata: { gone: 'yes' } });
      await suite.store.connections.delete(user.connectionId);
      for (const filter of [text('name', 'gone with it'), meta('gone', 'yes'), meta('gone')])
        assert.deepEqual(await suite.store.users.list({ ...page, filter }), { users: [], total: 0 });
    });

    it(`counts no more than ${mostFound}, and pages on by checkpoint`, async () => {
      const { id } = await suite.newConnection();
      await suite.store.transact(async (tx) => {
        for (let each = 0; each < mostFound + 5; each += 1) {
          const userId = `auth0|${id}-${String(each).padStart(5, '0')}`;
          await tx.users.insert(sampleUser({ connectionId: id, userId, name: 'Many' }), null);
        }
      });
      const filter = text('name', 'many');
      const { total, users } = await suite.store.users.list({ ...page, connectionId: id, filter });
      assert.deepEqual([total, users.length], [mostFound, 50]);
      const last = { ...page, filter, afterUserId: `auth0|${id}-${String(mostFound).padStart(5, '0')}` };
      assert.equal((await suite.store.users.list(last)).users.length, 4);
      assert.equal((await suite.store.users.list({ ...page, connectionId: id })).total, mostFound + 5);
    });
  });
}
