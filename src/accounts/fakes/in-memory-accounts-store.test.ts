import { accountsStoreContract } from '../accounts-store.contract.ts';
import type { RecordedEvent } from '../event.ts';
import { createInMemoryAccountsStore } from './in-memory-accounts-store.ts';

accountsStoreContract('in memory', async () => {
  const announced: RecordedEvent[] = [];
  const store = createInMemoryAccountsStore({ announce: (event) => announced.push(event) });
  const { addSession, countSessions } = store;
  return { store, announced, addSession, countSessions, close: async () => {} };
});
