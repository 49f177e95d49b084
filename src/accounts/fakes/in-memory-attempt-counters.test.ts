import { attemptCountersContract } from '../attempt-counters.contract.ts';
import { createInMemoryAttemptCounters } from './in-memory-attempt-counters.ts';

attemptCountersContract('in memory', async () => ({
  counters: createInMemoryAttemptCounters(),
  close: async () => {},
}));
