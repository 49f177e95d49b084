/** Options of the old package that mysql2 does not know and would complain about. */
const droppedOptions = ['acquireTimeout', 'localInfile', 'timeout'];

/** What both packages have alike. */
const keptFunctions = ['createPoolCluster', 'createQuery', 'escape', 'escapeId', 'raw', 'Types'];

/**
 * What the old package does by default and mysql2 does not: JSON columns are text. And one that neither
 * does: an integer that a number cannot hold comes as a string, with every digit.
 */
const oldDefaults = { jsonStrings: true, supportBigNumbers: true };

/**
 * The `mysql` 2.x package, served by mysql2, which can sign in to MySQL 8 and later. The callback API is the
 * same; this bridges what differs. Callable itself: published templates say `mysql({ host, … })`.
 * @param {(specifier: string) => unknown} require
 */
export function serve(require) {
  const mysql2 = /** @type {typeof import('mysql2')} */ (require('mysql2'));
  /** @param {ConnectionOptions} options */
  const createConnection = (options) =>
    asOldConnection(mysql2, mysql2.createConnection(oldOptions(mysql2, options)));
  /** @param {ConnectionOptions} options */
  const createPool = (options) => asOldPool(mysql2, mysql2.createPool(oldOptions(mysql2, options)));
  /** @param {string} sql @param {unknown} [values] @param {boolean} [stringify] @param {string} [timezone] */
  const format = (sql, values, stringify, timezone) =>
    mysql2.format(
      sql,
      stringify ? /** @type {Values} */ (values) : oldValues(mysql2, values),
      stringify,
      timezone,
    );
  const kept = Object.fromEntries(keptFunctions.map((name) => [name, Reflect.get(mysql2, name)]));
  /** @param {ConnectionOptions} options */
  const mysql = (options) => createConnection(options);
  return Object.assign(mysql, kept, { createConnection, createPool, format });
}

/** @typedef {string | import('mysql2').PoolOptions & Record<string, unknown>} ConnectionOptions */

/** @param {typeof import('mysql2')} mysql2 @param {ConnectionOptions} options @returns {import('mysql2').PoolOptions} */
function oldOptions(mysql2, options) {
  const { ConnectionConfig } = /** @type {typeof mysql2 & { ConnectionConfig: UrlParser }} */ (mysql2);
  const given = typeof options === 'string' ? ConnectionConfig.parseUrl(options) : options;
  const kept = Object.entries(given ?? {}).filter(([name]) => !droppedOptions.includes(name));
  return { ...oldDefaults, ...Object.fromEntries(kept) };
}

/**
 * @typedef {Parameters<typeof import('mysql2').format>[1]} Values
 * @typedef {Parameters<typeof import('mysql2').escape>[0]} Value
 */

/** @typedef {{ parseUrl: (url: string) => Record<string, unknown> }} UrlParser */

/** @param {typeof import('mysql2')} mysql2 @param {import('mysql2').Connection} connection */
function asOldConnection(mysql2, connection) {
  let connected = false;
  let lost = false;
  connection.once('connect', () => {
    connected = true;
  });
  for (const event of ['end', 'close']) {
    connection.once(event, () => {
      lost = true;
    });
  }
  Object.defineProperty(connection, 'state', {
    get: () => (lost || !connected ? 'disconnected' : 'authenticated'),
  });
  withOldQuery(mysql2, connection);
  return connection;
}

/** @param {typeof import('mysql2')} mysql2 @param {import('mysql2').Pool} pool */
function asOldPool(mysql2, pool) {
  pool.on('connection', (connection) => withOldQuery(mysql2, connection));
  withOldQuery(mysql2, pool);
  return pool;
}

/**
 * Values as the old package has them, and a result without mysql2's `then`, which throws: an async script
 * that returns its query would fail by it.
 * @param {typeof import('mysql2')} mysql2 @param {object} queryable
 */
function withOldQuery(mysql2, queryable) {
  const { query } = /** @type {{ query: (...args: unknown[]) => object }} */ (queryable);
  /** @param {unknown} sql @param {unknown[]} rest */
  const oldQuery = (sql, ...rest) => {
    const [values, ...others] = rest;
    const args = typeof values === 'object' ? [sql, oldValues(mysql2, values), ...others] : [sql, ...rest];
    const command = Reflect.apply(query, queryable, [withOldValues(mysql2, args[0]), ...args.slice(1)]);
    Object.defineProperty(command ?? {}, 'then', { value: undefined });
    return command;
  };
  Reflect.set(queryable, 'query', oldQuery);
}

/** The form `query({ sql, values }, callback)`. @param {typeof import('mysql2')} mysql2 @param {unknown} sql */
function withOldValues(mysql2, sql) {
  if (!isPlainObject(sql) || !('values' in sql)) return sql;
  return { ...sql, values: oldValues(mysql2, sql['values']) };
}

/**
 * The old package writes an object as `` `key` = value `` pairs wherever its question mark stands; mysql2
 * after SET only. `WHERE ?` with `{ email }` is a common idiom.
 * @param {typeof import('mysql2')} mysql2 @param {unknown} values
 * @returns {Values}
 */
function oldValues(mysql2, values) {
  if (values === undefined || values === null) return undefined;
  const list = Array.isArray(values) ? values : [values];
  return list.map((value) =>
    isPlainObject(value) && !('toSqlString' in value) ? mysql2.raw(pairs(mysql2, value)) : value,
  );
}

/** @param {typeof import('mysql2')} mysql2 @param {Record<string, unknown>} value */
function pairs(mysql2, value) {
  const own = Object.entries(value).filter(([, one]) => typeof one !== 'function');
  return own
    .map(([key, one]) => `${mysql2.escapeId(key)} = ${mysql2.escape(/** @type {Value} */ (one), true)}`)
    .join(', ');
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
