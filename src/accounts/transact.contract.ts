import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountsRepositories } from './accounts-store.ts';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import { sampleConnection, sampleJob, sampleTicket, sampleTombstone, sampleUser } from './fakes/samples.ts';

type Written = Readonly<Record<'userId' | 'connectionId' | 'ticketId' | 'jobId', string>>;

/** Transactions: together or not at all, alone, and over when they are over. */
export function transactContract(open: OpenAccountsStore): void {
  describe('transact', () => {
    const suite = openForSuite(open);

    /** Writes with every repository. */
    async function writeEverything(tx: AccountsRepositories): Promise<Written> {
      const connection = sampleConnection({ enabledClients: ['a'] });
      const user = sampleUser({ connectionId: connection.id, username: 'everybody' });
      await tx.connections.insert(connection);
      await tx.users.insert(user, 'a hash');
      await tx.passwordHashes.compareAndSet(user.userId, 'a hash', 'another');
      await tx.tombstones.insert(sampleTombstone({ connectionId: connection.id, userId: user.userId }));
      await tx.sessions.endAll(user.userId);
      await tx.events.record({ kind: 'user-created', userId: user.userId });
      const ticket = sampleTicket({ connectionId: connection.id, userId: user.userId });
      await tx.tickets.insert(ticket);
      const job = await tx.jobs.add(sampleJob());
      return { userId: user.userId, connectionId: connection.id, ticketId: ticket.id, jobId: job.id };
    }

    async function whatIsThere(of: Written): Promise<readonly boolean[]> {
      const { userId, connectionId } = of;
      const { users, passwordHashes, tombstones, connections, events, tickets, jobs } = suite.store;
      const query = { userId, offset: 0, limit: 9, direction: 'asc', withTotal: false } as const;
      return [
        (await connections.find(connectionId)) !== undefined,
        (await users.find(userId)) !== undefined,
        (await users.findByIdentifier(connectionId, 'everybody')) !== undefined,
        (await passwordHashes.find(userId)) === 'another',
        (await tombstones.findAllOn(connectionId, { userId, keys: [] })).length > 0,
        (await events.list(query)).events.length === 1,
        (await tickets.find(of.ticketId)) !== undefined,
        (await jobs.find(of.jobId)) !== undefined,
      ];
    }

    it('writes everything, and returns the answer of the work', async () => {
      const written = await suite.store.transact(writeEverything);
      assert.deepEqual(await whatIsThere(written), Array(8).fill(true));
    });

    it('writes nothing when the work throws, and rethrows', async () => {
      const error = new Error('at the last moment');
      let written: Written = { userId: '', connectionId: '', ticketId: '', jobId: '' };
      const work = suite.store.transact(async (tx) => {
        written = await writeEverything(tx);
        throw error;
      });
      await assert.rejects(work, (thrown) => thrown === error);
      assert.deepEqual(await whatIsThere(written), Array(8).fill(false));
    });

    it('sees its own writes', async () => {
      const { id: connectionId } = await suite.newConnection();
      const seen = await suite.store.transact(async (tx) => {
        const user = sampleUser({ connectionId, email: 'own@example.com' });
        await tx.users.insert(user, null);
        await tx.users.update(user.userId, { name: 'Own' }, 9);
        return tx.users.findByIdentifier(connectionId, 'own@example.com');
      });
      assert.equal(seen?.name, 'Own');
    });

    it('goes on after a taken key, and writes the rest', async () => {
      const taken = await suite.newUser({ email: 'taken@example.com' });
      const { connectionId } = taken;
      const loser = sampleUser({ connectionId, email: 'taken@example.com', username: 'loser' });
      const { id } = await suite.store.transact(async (tx) => {
        assert.deepEqual(await tx.users.insert(loser, 'x'), { done: false, taken: 'email' });
        assert.equal(await tx.users.find(loser.userId), undefined);
        assert.equal(await tx.users.findByIdentifier(connectionId, 'loser'), undefined);
        return tx.events.record({ kind: 'login-blocked', userId: taken.userId });
      });
      assert.ok(await suite.store.events.find(id));
      assert.equal(await suite.store.users.find(loser.userId), undefined);
    });

    it('announces events after the commit, in order, and none of a rolled back one', async () => {
      const before = suite.fixture.announced.length;
      const recorded = await suite.store.transact(async (tx) => {
        const first = await tx.events.record({ kind: 'user-created', userId: 'auth0|first' });
        const second = await tx.events.record({ kind: 'login-blocked', userId: 'auth0|second' });
        assert.equal(suite.fixture.announced.length, before);
        return [first, second];
      });
      assert.deepEqual(suite.fixture.announced.slice(before), recorded);
      const work = suite.store.transact(async (tx) => {
        await tx.events.record({ kind: 'user-created' });
        throw new Error('back');
      });
      await assert.rejects(work);
      assert.equal(suite.fixture.announced.length, before + 2);
    });

    it('refuses calls after its end', async () => {
      const user = await suite.newUser();
      let leaked: AccountsRepositories | undefined;
      await suite.store.transact(async (tx) => {
        leaked = tx;
      });
      await assert.rejects(async () => leaked?.users.find(user.userId), /has ended/);
      await assert.rejects(async () => leaked?.users.delete(user.userId), /has ended/);
      await assert.rejects(async () => leaked?.events.record({ kind: 'user-deleted' }), /has ended/);
      assert.deepEqual(await suite.store.users.find(user.userId), user);
    });

    it('includes a call that the work did not wait for, or refuses it', async () => {
      const user = await suite.newUser();
      const stray: Promise<unknown>[] = [];
      const work = suite.store.transact(async (tx) => {
        stray.push(tx.users.update(user.userId, { name: 'stray' }, 9), tx.users.delete(user.userId));
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      await Promise.allSettled(stray);
      assert.deepEqual(await suite.store.users.find(user.userId), user);
    });

    it('runs calls made at once one after the other', async () => {
      const user = await suite.newUser();
      await suite.store.transact((tx) =>
        Promise.all([
          tx.users.update(user.userId, { name: 'a' }, 9),
          tx.users.update(user.userId, { nickname: 'b' }, 9),
          tx.users.update(user.userId, { blocked: true }, 9),
        ]),
      );
      const after = await suite.store.users.find(user.userId);
      assert.deepEqual([after?.name, after?.nickname, after?.blocked], ['a', 'b', true]);
    });

    it('refuses the store itself inside, where it would wait for itself', async () => {
      const user = await suite.newUser();
      await suite.store.transact(async (tx) => {
        await assert.rejects(suite.store.users.find(user.userId), /inside transact/);
        await assert.rejects(suite.store.users.delete(user.userId), /inside transact/);
        await assert.rejects(
          suite.store.transact(async () => {}),
          /inside transact/,
        );
        assert.deepEqual(await tx.users.find(user.userId), user);
      });
      assert.deepEqual(await suite.store.users.find(user.userId), user);
    });

    it('lets go of what was begun inside and goes on after its end', async () => {
      const user = await suite.newUser();
      const ended = Promise.withResolvers<void>();
      let later: Promise<unknown> | undefined;
      await suite.store.transact(async () => {
        later = ended.promise.then(() => suite.store.users.find(user.userId));
      });
      ended.resolve();
      assert.deepEqual(await later, user);
    });

    it('does not show outside what is not committed', async () => {
      const user = await suite.newUser();
      const written = Promise.withResolvers<void>();
      const seen = Promise.withResolvers<void>();
      const work = suite.store.transact(async (tx) => {
        await tx.users.update(user.userId, { name: 'not yet' }, 9);
        written.resolve();
        await seen.promise;
        throw new Error('back');
      });
      await written.promise;
      const outside = suite.store.users.find(user.userId);
      seen.resolve();
      await assert.rejects(work, /back/);
      assert.deepEqual(await outside, user);
    });

    it('makes a second transaction that changes the same user wait', async () => {
      const user = await suite.newUser({ loginsCount: 0 });
      await atOnce(10, () =>
        suite.store.transact(async (tx) => {
          await tx.users.recordLogin(user.userId, { at: 1, ip: null, credentialVersion: 1 });
          await tx.users.recordLogin(user.userId, { at: 2, ip: null, credentialVersion: 1 });
        }),
      );
      assert.equal((await suite.store.users.find(user.userId))?.loginsCount, 20);
    });

    it('ends well when two transactions take the same users in opposite order', async () => {
      const [a, b] = [await suite.newUser({ loginsCount: 0 }), await suite.newUser({ loginsCount: 0 })];
      const inOrder = (userIds: readonly string[]) =>
        suite.store.transact(async (tx) => {
          for (const userId of userIds)
            await tx.users.recordLogin(userId, { at: 1, ip: null, credentialVersion: 1 });
        });
      await Promise.all([inOrder([a.userId, b.userId]), inOrder([b.userId, a.userId])]);
      assert.equal((await suite.store.users.find(a.userId))?.loginsCount, 2);
      assert.equal((await suite.store.users.find(b.userId))?.loginsCount, 2);
    });
  });
}
