import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type Dialect, Kysely } from 'kysely';
import { type RecordedEvent, SearchTookTooLong } from '../accounts/index.ts';
import type { Db, Engine } from './engines/engine.ts';
import { type AroundStatement, observedDialect } from './observed-dialect.ts';
import { retrying } from './retrying.ts';
import { type Scope, StoreMisuse } from './scope.ts';
import type { Tables } from './tables.ts';
import { openTransactionScope } from './transaction-scope.ts';

export interface DatabaseOptions {
  readonly engine: Engine;
  readonly announce: (event: RecordedEvent) => void;
  readonly onJobsAdded: () => void;
  readonly aroundStatement?: AroundStatement | undefined;
  /** How long `close` waits for the calls that have begun. */
  readonly drainMs: number;
}

/** An open database: its connections, its transactions, and the calls that are under way. */
export class Database {
  readonly writer: Db;
  readonly reader: Db;
  readonly longReader: Db;
  /** The scope of calls that are transactions of their own. */
  readonly outside: Scope;
  readonly #options: DatabaseOptions;
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    const { engine, aroundStatement: around } = options;
    this.#options = options;
    const open = (dialect: Dialect): Db =>
      new Kysely<Tables>({ dialect: around ? observedDialect(dialect, around) : dialect });
    this.writer = open(engine.writer);
    this.reader = engine.reader ? open(engine.reader) : this.writer;
    this.longReader = engine.longReader ? open(engine.longReader) : this.reader;
    this.outside = {
      hasRowLocks: engine.hasRowLocks,
      isTransaction: false,
      read: (work) => this.#admit(() => work(this.reader)),
      search: (work) => this.#admit(() => this.#search(work)),
      write: (work) => this.#admit(() => retrying(engine, () => work(this.writer))),
      atomically: (work) => this.transact((inside) => inside.atomically(work)),
      announce: options.announce,
      announceJobs: options.onJobsAdded,
    };
  }

  /**
   * Runs the work in one transaction and returns its answer; rolls back and rethrows when it throws. Runs it again
   * after a serialisation failure, a deadlock, or when another process holds the database's write lock.
   */
  async transact<T>(work: (inside: Scope) => Promise<T>): Promise<T> {
    return this.#admit(async () => {
      const { engine, announce, onJobsAdded } = this.#options;
      const done = await retrying(engine, () => this.#runOnce(work));
      for (const event of done.events) announce(event);
      if (done.addsJobs) onJobsAdded();
      return done.answer;
    });
  }

  /** Refuses new calls, waits for those under way as long as it may, and closes the connections. */
  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  async #runOnce<T>(
    work: (inside: Scope) => Promise<T>,
  ): Promise<{ answer: T; events: readonly RecordedEvent[]; addsJobs: boolean }> {
    const place = { open: true };
    let failure: { error: unknown } | undefined;
    try {
      return await this.writer.transaction().execute(async (trx) => {
        const transaction = openTransactionScope(trx, this.#options.engine.hasRowLocks);
        try {
          const answer = await this.#inside.run(place, () => work(transaction.scope));
          return { answer, events: transaction.events, addsJobs: transaction.addsJobs() };
        } catch (error) {
          failure = { error };
          throw error;
        } finally {
          await transaction.end();
        }
      });
    } catch (error) {
      // Where the rollback fails too, what went wrong first is the cause.
      throw failure === undefined ? error : failure.error;
    } finally {
      place.open = false;
    }
  }

  async #search<T>(work: (db: Db) => Promise<T>): Promise<T> {
    try {
      return await work(this.longReader);
    } catch (error) {
      throw this.#options.engine.tookTooLong(error) ? new SearchTookTooLong({ cause: error }) : error;
    }
  }

  /** Lets a call in, unless it would wait for itself or the store is closed. */
  async #admit<T>(call: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open === true)
      throw new StoreMisuse('inside transact, call the repositories that it hands in, not the store');
    if (this.#closed !== undefined) throw new StoreMisuse('the store is closed');
    const running = call();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  async #drain(): Promise<void> {
    const { engine, drainMs } = this.#options;
    const timer = new AbortController();
    const drained = Promise.allSettled(this.#underWay).then(() => true);
    const inTime = await Promise.race([drained, delay(drainMs, false, { signal: timer.signal })]);
    timer.abort();
    if (!inTime) engine.abandon();
    await engine.close();
  }
}
