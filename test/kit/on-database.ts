import type { TestedStore } from './stores.ts';

/** For `startSegue`: a database that is there already, and stays when Segue has stopped. */
export function onDatabase(store: TestedStore, url: string): TestedStore {
  return { ...store, empty: async () => ({ url, remove: async () => {} }) };
}
