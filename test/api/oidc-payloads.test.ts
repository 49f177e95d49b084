import { after, describe } from 'node:test';
import { sampleConnection, sampleUser } from '../../src/accounts/fakes/samples.ts';
import { oidcPayloadsContract } from '../../src/oidc/oidc-payloads.contract.ts';
import { openStore } from '../../src/store/index.ts';
import { stores } from '../kit/stores.ts';

// The two rooms may not know each other: here what one promises is asked of what the other keeps.
for (const store of stores) {
  describe(`the store keeps the token endpoint's payloads, ${store.name}`, store.options, () => {
    const closing: (() => Promise<void>)[] = [];
    after(() => Promise.all(closing.map((close) => close())));
    oidcPayloadsContract(store.name, async () => {
      const database = await store.empty();
      const opened = await openStore({ url: database.url });
      closing.push(async () => {
        await opened.close();
        await database.remove();
      });
      const { connections, users, passwordHashes } = opened.accounts;
      const connection = sampleConnection();
      await connections.insert(connection);
      return {
        payloads: opened.oidc,
        addUser: async (userId) => {
          const user = sampleUser({ userId, connectionId: connection.id, credentialVersion: 1 });
          await users.insert(user, 'a hash');
        },
        raiseCredentialVersion: async (userId) => void (await passwordHashes.replace(userId, 'another', 1)),
      };
    });
  });
}
