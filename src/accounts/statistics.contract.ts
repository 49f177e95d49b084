import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { type DailyCount, dayOf } from './statistics.ts';

const login = { kind: 'login-succeeded', grant: null, migrated: false } as const;

/** Statistics: logins and sign-ups by day, and who was here lately. */
export function statisticsContract(open: OpenAccountsStore): void {
  describe('statistics', () => {
    const suite = openForSuite(open);
    const everything = { from: 0, to: dayOf(Date.now()) + 1 };

    async function total(): Promise<Pick<DailyCount, 'logins' | 'signUps'>> {
      const days = await suite.store.statistics.daily(everything);
      const sum = (name: 'logins' | 'signUps'): number => days.reduce((so, day) => so + day[name], 0);
      return { logins: sum('logins'), signUps: sum('signUps') };
    }

    it('counts logins and sign-ups, and nothing else, on the day of their event', async () => {
      assert.deepEqual(await suite.store.statistics.daily(everything), []);
      const first = await suite.store.events.record(login);
      for (const kind of ['signed-up', 'user-created', 'login-blocked', 'token-refreshed'] as const)
        await suite.store.events.record({ kind });
      const last = await suite.store.events.record(login);
      const days = await suite.store.statistics.daily(everything);
      assert.deepEqual(await total(), { logins: 2, signUps: 1 });
      assert.deepEqual([days.at(0)?.day, days.at(0)?.firstAt], [dayOf(first.at), first.at]);
      assert.deepEqual([days.at(-1)?.day, days.at(-1)?.lastAt], [dayOf(last.at), last.at]);
    });

    it('counts each of many at once', async () => {
      const before = await total();
      await Promise.all(Array.from({ length: 25 }, () => suite.store.events.record(login)));
      assert.equal((await total()).logins, before.logins + 25);
    });

    it('counts nothing that is rolled back', async () => {
      const before = await total();
      const work = suite.store.transact(async (tx) => {
        await tx.events.record(login);
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      assert.deepEqual(await total(), before);
    });

    it('answers for the days asked for, both ends among them', async () => {
      const { at } = await suite.store.events.record(login);
      const day = dayOf(at);
      const daily = async (from: number, to: number): Promise<readonly number[]> =>
        (await suite.store.statistics.daily({ from, to })).map((each) => each.day);
      assert.deepEqual(await daily(day, day), [day]);
      assert.deepEqual(await daily(day + 1, day + 9), []);
      assert.ok(!(await daily(day - 9, day - 1)).includes(day));
      assert.deepEqual(await daily(day + 1, day - 1), []);
    });

    it('counts users by their last login, once each, as long as they are here', async () => {
      const { activeUsers } = suite.store.statistics;
      const since = 4_000_000_000_000;
      assert.equal(await activeUsers(since), 0);
      await suite.newUser({ lastLoginAt: since - 1 });
      await suite.newUser({ lastLoginAt: null });
      await suite.newUser({ lastLoginAt: since });
      const { userId, credentialVersion } = await suite.newUser({ lastLoginAt: since - 9 });
      for (const at of [since + 1, since + 2])
        await suite.store.users.recordLogin(userId, { at, ip: null, credentialVersion });
      assert.equal(await activeUsers(since), 2);
      assert.equal(await activeUsers(since + 2), 1);
      await suite.store.users.delete(userId);
      assert.equal(await activeUsers(since), 1);
    });
  });
}
