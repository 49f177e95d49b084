import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AccountsSuite,
  atOnce,
  type OpenAccountsStore,
  openForSuite,
} from './accounts-store-fixture.contract.ts';
import { sampleJob } from './fakes/samples.ts';
import type { NewJob } from './jobs.ts';

const letter: NewJob = {
  kind: 'send-letter',
  payload: {
    letter: { kind: 'email-changed', to: 'Ü@example.com', at: 5 },
    languages: ['pt-BR', 'de'],
    userId: 'auth0|1',
    connectionId: 'con_1',
  },
};

/** Jobs: added with everything else or not at all, and told of after the commit. */
export function jobsContract(open: OpenAccountsStore): void {
  describe('jobs', () => {
    const suite = openForSuite(open);

    it('gives an added job an id and a time, and keeps it whole', async () => {
      for (const job of [letter, sampleJob(), sampleJob({ runAt: 5 })]) {
        const added = await suite.store.jobs.add(job);
        const { id, createdAt, ...rest } = added;
        assert.match(id, /^[0-9a-f]{24}$/);
        assert.ok(createdAt > 1_600_000_000_000);
        assert.deepEqual(rest, { kind: job.kind, payload: job.payload, state: 'pending' });
        assert.deepEqual(await suite.store.jobs.find(id), added);
      }
      assert.equal(await suite.store.jobs.find('0123456789abcdef01234567'), undefined);
    });

    it('refuses a payload that is too large, and adds nothing', async () => {
      const before = suite.fixture.jobsAdded();
      const large = sampleJob({ email: 'x'.repeat(65_536) });
      await assert.rejects(suite.store.jobs.add(large), RangeError);
      assert.equal(suite.fixture.jobsAdded(), before);
    });

    it('is not there when the transaction that added it is rolled back', async () => {
      let id = '';
      const work = suite.store.transact(async (tx) => {
        ({ id } = await tx.jobs.add(letter));
        assert.ok(await tx.jobs.find(id));
        throw new Error('back');
      });
      await assert.rejects(work, /back/);
      assert.equal(await suite.store.jobs.find(id), undefined);
    });

    it('tells of added jobs once, after the commit, and of none of a rolled back one', async () => {
      const before = suite.fixture.jobsAdded();
      await suite.store.jobs.add(letter);
      assert.equal(suite.fixture.jobsAdded(), before + 1);
      await suite.store.transact(async (tx) => {
        await tx.jobs.add(letter);
        await tx.jobs.add(sampleJob());
        assert.equal(suite.fixture.jobsAdded(), before + 1);
      });
      assert.equal(suite.fixture.jobsAdded(), before + 2);
      const work = suite.store.transact(async (tx) => {
        await tx.jobs.add(letter);
        throw new Error('back');
      });
      await assert.rejects(work);
      await suite.store.transact((tx) => tx.users.find('auth0|nobody'));
      assert.equal(suite.fixture.jobsAdded(), before + 2);
    });

    dedupedJobs(suite);
  });
}

function dedupedJobs(suite: AccountsSuite): void {
  it('replaces a pending job of the same key', async () => {
    const first = await suite.store.jobs.add(sampleJob({ dedupeKey: 'same', email: 'first@example.com' }));
    const second = await suite.store.jobs.add(sampleJob({ dedupeKey: 'same', email: 'second@example.com' }));
    assert.equal(await suite.store.jobs.find(first.id), undefined);
    assert.deepEqual(await suite.store.jobs.find(second.id), second);
  });

  it('leaves jobs of other keys, of other kinds and without a key alone', async () => {
    const added = [
      await suite.store.jobs.add(sampleJob({ dedupeKey: 'apart' })),
      await suite.store.jobs.add(sampleJob({ dedupeKey: 'Apart' })),
      await suite.store.jobs.add({ ...letter, dedupeKey: 'apart' }),
      await suite.store.jobs.add(sampleJob()),
      await suite.store.jobs.add(sampleJob()),
    ];
    for (const job of added) assert.deepEqual(await suite.store.jobs.find(job.id), job);
  });

  it('brings the replaced one back when the transaction is rolled back', async () => {
    const first = await suite.store.jobs.add(sampleJob({ dedupeKey: 'kept' }));
    const work = suite.store.transact(async (tx) => {
      await tx.jobs.add(sampleJob({ dedupeKey: 'kept' }));
      throw new Error('back');
    });
    await assert.rejects(work, /back/);
    assert.deepEqual(await suite.store.jobs.find(first.id), first);
  });

  it('leaves one of many that are added with one key at once', async () => {
    const added = await atOnce(25, () => suite.store.jobs.add(sampleJob({ dedupeKey: 'race' })));
    const found = await Promise.all(added.map(({ id }) => suite.store.jobs.find(id)));
    assert.equal(found.filter((job) => job !== undefined).length, 1);
  });
}
