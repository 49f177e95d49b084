import { after, before, describe } from 'node:test';
import { skipUnless, startPostgres, type TestPostgres } from '../../test/kit/services/index.ts';
import { accountsStoreContract } from '../accounts/accounts-store.contract.ts';
import { attemptCountersContract } from '../accounts/attempt-counters.contract.ts';
import { tenantStoreContract } from '../tenant/tenant-store.contract.ts';
import { openStore } from './index.ts';
import { openAccountsFixture, openTenantFixture } from './store-fixture.contract.ts';

describe('on PostgreSQL', skipUnless('postgres'), () => {
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  accountsStoreContract('PostgreSQL', async () => openAccountsFixture(await postgres.newDatabase()));
  tenantStoreContract('PostgreSQL', async () => openTenantFixture(await postgres.newDatabase()));
  attemptCountersContract('PostgreSQL', async () => openStore({ url: await postgres.newDatabase() }));
});
