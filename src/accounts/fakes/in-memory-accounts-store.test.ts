import { accountsStoreContract } from '../accounts-store.contract.ts';
import type { RecordedEvent } from '../event.ts';
import { createInMemoryAccountsStore } from './in-memory-accounts-store.ts';

accountsStoreContract('in memory', async () => {
  const announced: RecordedEvent[] = [];
  let jobsAdded = 0;
  const store = createInMemoryAccountsStore({
    announce: (event) => announced.push(event),
    onJobsAdded: () => {
      jobsAdded += 1;
    },
  });
  const { addSession, countSessions } = store;
  return { store, announced, jobsAdded: () => jobsAdded, addSession, countSessions, close: async () => {} };
});
