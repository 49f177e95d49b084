import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipUnless, startPostgres } from './services/index.ts';

/** A database of its own for one Segue, empty at first. */
export interface EmptyDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** An engine that the whole product is tested on. */
export interface TestedStore {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** For node:test: why its tests do not run here, if so. */
  readonly options: { readonly skip: string | false };
  empty(): Promise<EmptyDatabase>;
}

/** Both engines: `for (const store of stores) test(..., store.options, ...)`. */
export const stores: readonly TestedStore[] = [
  { name: 'SQLite', options: { skip: false }, empty: emptySqlite },
  { name: 'PostgreSQL', options: skipUnless('postgres'), empty: emptyPostgres },
];

async function emptySqlite(): Promise<EmptyDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-test-'));
  return { url: `sqlite:${join(folder, 'segue.sqlite')}`, remove: () => rm(folder, { recursive: true }) };
}

async function emptyPostgres(): Promise<EmptyDatabase> {
  const server = await startPostgres();
  return { url: await server.newDatabase(), remove: () => server.stop() };
}
