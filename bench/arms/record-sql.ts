import { appendFileSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, StatementSync } from 'node:sqlite';

/*
 * Loaded with `--import` into a Segue: writes every SQL statement that it runs, with its values, to the file that
 * BENCH_SQL_RECORD names, one JSON object a line. So the floor runs what Segue runs, whatever that comes to be.
 */

/** A statement as it was run, on the first, second … database that was opened. */
export interface RecordedStatement {
  readonly connection: number;
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const file = process.env['BENCH_SQL_RECORD'];
const connections: DatabaseSync[] = [];
const connectionOf = new WeakMap<StatementSync, number>();

const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...args): StatementSync {
  const statement = prepare.apply(this, args);
  if (!connections.includes(this)) connections.push(this);
  connectionOf.set(statement, connections.indexOf(this));
  return statement;
};

for (const method of ['all', 'run'] as const) {
  const original: unknown = StatementSync.prototype[method];
  if (typeof original !== 'function') throw new Error(`node:sqlite has no ${method}`);
  Object.defineProperty(StatementSync.prototype, method, {
    value(this: StatementSync, ...args: unknown[]): unknown {
      const [, ...values] = args; // the first is the empty object that node:sqlite is given
      const connection = connectionOf.get(this);
      if (file !== undefined)
        appendFileSync(file, `${JSON.stringify({ connection, sql: this.sourceSQL, values })}\n`);
      return original.apply(this, args);
    },
  });
}
