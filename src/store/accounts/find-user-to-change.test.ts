import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { eventually } from '../../../test/kit/eventually.ts';
import { skipUnless, startPostgres, type TestPostgres } from '../../../test/kit/services/index.ts';
import { sampleConnection, sampleUser } from '../../accounts/fakes/samples.ts';
import { openStore } from '../index.ts';

describe('a user that is found to be changed, on PostgreSQL', skipUnless('postgres'), () => {
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  it('keeps its connection too, so that a deletion of the connection waits and does not lock up', async (t) => {
    const url = await postgres.newDatabase();
    const store = await openStore({ url });
    t.after(() => store.close());
    const observer = new pg.Client({ connectionString: url });
    t.after(() => observer.end());
    await observer.connect();
    const connection = sampleConnection();
    const { userId } = sampleUser({ connectionId: connection.id });
    await store.accounts.connections.insert(connection);
    await store.accounts.users.insert(sampleUser({ connectionId: connection.id, userId }), null);
    const isWaited = async (): Promise<boolean> => {
      const { rows } = await observer.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    };

    let runs = 0;
    const hasFound = Promise.withResolvers<void>();
    const changing = store.accounts.transact(async (tx) => {
      runs += 1;
      await tx.users.findToChange(userId);
      hasFound.resolve();
      await eventually(isWaited, { within: 10_000, what: 'the deletion waits' });
      return tx.connections.find(connection.id);
    });
    await hasFound.promise;
    const deleting = store.accounts.transact((tx) => {
      runs += 1;
      return tx.connections.delete(connection.id);
    });
    assert.deepEqual(await changing, connection);
    assert.equal(await deleting, true);
    assert.equal(runs, 2, 'neither had to begin again');
  });
});
