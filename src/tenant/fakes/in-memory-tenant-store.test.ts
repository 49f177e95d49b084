import { tenantStoreContract } from '../tenant-store.contract.ts';
import { createInMemoryTenantStore } from './in-memory-tenant-store.ts';

tenantStoreContract('in memory', async () => {
  const enabled = new Set<string>();
  const forgetClient = async (clientId: string): Promise<void> => {
    enabled.delete(clientId);
  };
  return {
    store: createInMemoryTenantStore({ forgetClient }),
    enableForConnection: async (clientId) => {
      enabled.add(clientId);
      return { isEnabled: async () => enabled.has(clientId) };
    },
    close: async () => {},
  };
});
