import { stores } from '../kit/stores.ts';
import { withstandsTheStorm } from './storm/withstands-the-storm.ts';

// The way to the scripts is the same on either store: here a tenth of the crowd is enough to tell.
for (const store of stores) if (store.name === 'PostgreSQL') withstandsTheStorm(store, 1_000);
