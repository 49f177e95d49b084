import type { DatabaseConnection, Dialect, Driver } from 'kysely';

export type StatementKind = 'statement' | 'begin' | 'commit' | 'rollback';

/** Is called in place of every statement that goes to the database, and decides when it runs. For tests. */
export type AroundStatement = <T>(
  kind: StatementKind,
  statement: string,
  run: () => Promise<T>,
) => Promise<T>;

/** The same dialect, with `around` about every statement. */
export function observedDialect(dialect: Dialect, around: AroundStatement): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => observedDriver(dialect.createDriver(), around),
  };
}

function observedDriver(driver: Driver, around: AroundStatement): Driver {
  const innerOf = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const inner = (connection: DatabaseConnection): DatabaseConnection => innerOf.get(connection) ?? connection;
  return {
    init: () => driver.init(),
    destroy: () => driver.destroy(),
    acquireConnection: async () => {
      const connection = await driver.acquireConnection();
      const observed = observedConnection(connection, around);
      innerOf.set(observed, connection);
      return observed;
    },
    releaseConnection: (connection) => driver.releaseConnection(inner(connection)),
    beginTransaction: (connection, settings) =>
      around('begin', 'begin', () => driver.beginTransaction(inner(connection), settings)),
    commitTransaction: (connection) =>
      around('commit', 'commit', () => driver.commitTransaction(inner(connection))),
    rollbackTransaction: (connection) =>
      around('rollback', 'rollback', () => driver.rollbackTransaction(inner(connection))),
  };
}

function observedConnection(connection: DatabaseConnection, around: AroundStatement): DatabaseConnection {
  return {
    executeQuery: (query) => around('statement', query.sql, () => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}
