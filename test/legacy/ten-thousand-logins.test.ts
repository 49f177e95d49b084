import { stores } from '../kit/stores.ts';
import { withstandsTheStorm } from './storm/withstands-the-storm.ts';

// The same path on either store, but for the store: on the other a tenth of the crowd is enough to tell.
const people = { SQLite: 10_000, PostgreSQL: 1_000 } as const;

for (const store of stores) withstandsTheStorm(store, people[store.name]);
