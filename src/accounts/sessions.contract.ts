import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';

/** Sessions: all of a user's end together (S12). */
export function sessionsContract(open: OpenAccountsStore): void {
  describe('sessions', () => {
    const suite = openForSuite(open);

    it("ends all of a user's, and nobody else's", async () => {
      const [user, other] = [await suite.newUser(), await suite.newUser()];
      for (const { userId } of [user, user, other]) await suite.fixture.addSession(userId);
      await suite.store.sessions.endAll(user.userId);
      assert.equal(await suite.fixture.countSessions(user.userId), 0);
      assert.equal(await suite.fixture.countSessions(other.userId), 1);
    });

    it('is content where there is nothing to end', async () => {
      await suite.store.sessions.endAll('auth0|nobody');
      await suite.store.sessions.endAll((await suite.newUser()).userId);
    });

    it('ends none when the transaction that ends them is rolled back', async () => {
      const user = await suite.newUser();
      await suite.fixture.addSession(user.userId);
      const work = suite.store.transact(async (tx) => {
        await tx.sessions.endAll(user.userId);
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      assert.equal(await suite.fixture.countSessions(user.userId), 1);
    });
  });
}
