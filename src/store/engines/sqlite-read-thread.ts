import { Worker } from 'node:worker_threads';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { longestReadMs, ReadTookTooLong } from './long-reads.ts';
import type { Question, Reply, Start } from './sqlite-read-thread-wire.ts';

export interface ReadThread {
  readonly dialect: Dialect;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

const everyId = 2 ** 31 - 1;

/**
 * Reads of a SQLite file on a thread of their own, one after the other: SQLite computes on the thread that calls it, and
 * a search through a million users is not to hold up a login. The thread begins with the first of them. Each is given
 * up, with those before it, when it has not been answered in time.
 */
export function openReadThread(file: Omit<Start, 'givenUp'>, longestMs = longestReadMs): ReadThread {
  const givenUp = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;
  let isClosed = false;
  const closed = (): Error => new Error('the store is closed');

  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    clearTimeout(one?.timer);
    waiting.delete(id);
    return one;
  };
  const giveUp = (upTo: number, reason: unknown): void => {
    Atomics.store(givenUp, 0, upTo);
    for (const id of [...waiting.keys()]) if (id <= upTo) settle(id)?.reject(reason);
  };
  const begin = (): Worker => {
    const workerData: Start = { ...file, givenUp };
    const begun = new Worker(new URL('./sqlite-read-thread.mjs', import.meta.url), { workerData });
    begun.on('message', ({ id, rows, error }: Reply) => {
      const one = settle(id);
      if (rows === undefined) one?.reject(error);
      else one?.resolve(rows);
    });
    begun.on('error', (error) => {
      worker = undefined;
      giveUp(last, error);
    });
    begun.unref(); // a process that wants to end does not wait for it
    return begun;
  };
  const read = (statement: string, parameters: readonly unknown[]): Promise<readonly unknown[]> =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(closed());
      worker ??= begin();
      last += 1;
      const id = last;
      const timer = setTimeout(() => giveUp(id, new ReadTookTooLong()), longestMs);
      waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, statement, parameters } satisfies Question);
    });
  const close = async (): Promise<void> => {
    isClosed = true;
    giveUp(everyId, closed());
    await worker?.terminate();
  };
  return { dialect: dialectOver(read), close };
}

type Read = (statement: string, parameters: readonly unknown[]) => Promise<readonly unknown[]>;

function dialectOver(read: Read): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => driverOver(read),
  };
}

function driverOver(read: Read): Driver {
  const refuse = async (): Promise<never> => {
    throw new Error('nothing but reading, a statement at a time, is done on this thread');
  };
  const connection: DatabaseConnection = {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => ({
      rows: (await read(sql, parameters)) as R[], // whoever wrote the statement says what its rows are
    }),
    streamQuery: () => {
      throw new Error('nothing is streamed from this thread');
    },
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}
