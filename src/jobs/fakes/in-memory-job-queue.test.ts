import { jobQueueContract } from '../job-queue.contract.ts';
import { createInMemoryJobQueue } from './in-memory-job-queue.ts';

jobQueueContract('in memory', async () => {
  const queue = createInMemoryJobQueue();
  const { add, stateOf } = queue;
  return { queue, add, stateOf, close: async () => {} };
});
