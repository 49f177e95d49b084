import { join } from 'node:path';
import { accountsStoreContract } from '../accounts/accounts-store.contract.ts';
import { attemptCountersContract } from '../accounts/attempt-counters.contract.ts';
import { newObjectId } from '../lib/object-id.ts';
import { tenantStoreContract } from '../tenant/tenant-store.contract.ts';
import { openStore } from './index.ts';
import { openAccountsFixture, openTenantFixture, temporaryFolder } from './store-fixture.contract.ts';

const folder = await temporaryFolder();
const newFile = (): string => `sqlite:${join(folder, `${newObjectId()}.sqlite`)}`;

accountsStoreContract('SQLite, in a file', () => openAccountsFixture(newFile()));
accountsStoreContract('SQLite, in memory', () => openAccountsFixture('sqlite::memory:'));
tenantStoreContract('SQLite, in a file', () => openTenantFixture(newFile()));
attemptCountersContract('SQLite, in a file', () => openStore({ url: newFile() }));
