import { describe } from 'node:test';
import { clientGrantsContract } from './client-grants.contract.ts';
import { clientsContract } from './clients.contract.ts';
import { resourceServersContract } from './resource-servers.contract.ts';
import { settingsContract } from './settings.contract.ts';
import { signingKeysContract } from './signing-keys.contract.ts';
import type { OpenTenantStore } from './tenant-store-fixture.contract.ts';

/** All that a `TenantStore` promises. Every implementation runs it. */
export function tenantStoreContract(name: string, open: OpenTenantStore): void {
  describe(`TenantStore: ${name}`, () => {
    clientsContract(open);
    resourceServersContract(open);
    clientGrantsContract(open);
    signingKeysContract(open);
    settingsContract(open);
  });
}
