import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

// Our own statements are some two hundred; the rest is room for lists of varying length.
const mostStatements = 500;

/** Fits node:sqlite to what Kysely's SQLite dialect asks for, and keeps statements prepared. */
export function adaptNodeSqlite(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = adaptStatement(database.prepare(sql));
      const [oldest] = statements.size < mostStatements ? [] : statements.keys();
      if (oldest !== undefined) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}

// node:sqlite takes an object as its first argument for named parameters, and then shifts the others without a word.
// An empty one in front keeps every value in its place, and makes a Date or an array throw.
function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all({}, ...asInput(values)),
    run: (values) => statement.run({}, ...asInput(values)),
    iterate: (values) => statement.iterate({}, ...asInput(values)),
  };
}

/** node:sqlite checks each value itself and throws on what it cannot bind. */
function asInput(values: readonly unknown[]): readonly SQLInputValue[] {
  return values as readonly SQLInputValue[];
}
