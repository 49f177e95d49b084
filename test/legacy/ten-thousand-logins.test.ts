import { stores } from '../kit/stores.ts';
import { withstandsTheStorm } from './storm/withstands-the-storm.ts';

for (const store of stores) if (store.name === 'SQLite') withstandsTheStorm(store, 10_000);
