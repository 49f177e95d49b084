import { oidcPayloadsContract } from '../oidc-payloads.contract.ts';
import { createInMemoryOidcPayloads } from './in-memory-oidc-payloads.ts';

oidcPayloadsContract('in memory', async () => {
  const versions = new Map<string, number>();
  const raise = async (userId: string): Promise<void> => {
    versions.set(userId, (versions.get(userId) ?? 0) + 1);
  };
  return {
    payloads: createInMemoryOidcPayloads((userId) => versions.get(userId)),
    addUser: raise,
    raiseCredentialVersion: raise,
  };
});
