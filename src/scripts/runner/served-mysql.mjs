import { withFatalErrors, withOldErrors } from './mysql-errors.mjs';
import { oldTypeCast, withOwnTypeCast } from './mysql-type-cast.mjs';
import { isPlainObject, oldValues } from './mysql-values.mjs';

/**
 * @typedef {import('./mysql-values.mjs').MySql2} MySql2
 * @typedef {import('./mysql-values.mjs').Values} Values
 * @typedef {import('./mysql-type-cast.mjs').CastOptions} CastOptions
 * @typedef {string | import('mysql2').PoolOptions & Record<string, unknown>} ConnectionOptions
 * @typedef {{ parseUrl: (url: string) => Record<string, unknown> }} UrlParser
 */

/** Options of the old package that mysql2 does not know and would complain about. */
const droppedOptions = ['acquireTimeout', 'localInfile', 'timeout'];

/** What both packages have alike. */
const keptFunctions = ['createPoolCluster', 'createQuery', 'escape', 'escapeId', 'raw', 'Types'];

/**
 * What the old package does by default and mysql2 does not: JSON columns are text. And one that neither
 * does: a number that would lose digits comes as a string, with every digit.
 */
const oldDefaults = { jsonStrings: true, supportBigNumbers: true };

/**
 * The `mysql` 2.x package, served by mysql2, which can sign in to MySQL 8 and later. The callback API is the
 * same; this bridges what differs. Callable itself: published templates say `mysql({ host, … })`.
 * @param {(specifier: string) => unknown} require
 */
export function serve(require) {
  const mysql2 = /** @type {MySql2} */ (require('mysql2'));
  /** @param {ConnectionOptions} options */
  const createConnection = (options) => {
    const known = oldOptions(mysql2, options);
    return asOldConnection(mysql2, mysql2.createConnection(known), known);
  };
  /** @param {ConnectionOptions} options */
  const createPool = (options) => {
    const known = oldOptions(mysql2, options);
    return asOldPool(mysql2, mysql2.createPool(known), known);
  };
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

/** @param {MySql2} mysql2 @param {ConnectionOptions} options @returns {import('mysql2').PoolOptions} */
function oldOptions(mysql2, options) {
  const { ConnectionConfig } = /** @type {MySql2 & { ConnectionConfig: UrlParser }} */ (mysql2);
  const given = typeof options === 'string' ? ConnectionConfig.parseUrl(options) : options;
  const kept = Object.entries(given ?? {}).filter(([name]) => !droppedOptions.includes(name));
  /** @type {import('mysql2').PoolOptions & CastOptions} */
  const known = { ...oldDefaults, ...Object.fromEntries(kept) };
  return { ...known, typeCast: withOwnTypeCast(known.typeCast, oldTypeCast(known)) };
}

/** @param {MySql2} mysql2 @param {import('mysql2').Connection} connection @param {import('mysql2').PoolOptions} options */
function asOldConnection(mysql2, connection, options) {
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
  const { connect } = connection;
  /** @param {unknown[]} args */
  const oldConnect = (...args) => Reflect.apply(connect, connection, args.map(withFatalErrors));
  Reflect.set(connection, 'connect', oldConnect);
  withOldQuery(mysql2, connection, options);
  return connection;
}

/** @param {MySql2} mysql2 @param {import('mysql2').Pool} pool @param {import('mysql2').PoolOptions} options */
function asOldPool(mysql2, pool, options) {
  pool.on('connection', (connection) => withOldQuery(mysql2, connection, options));
  withOldQuery(mysql2, pool, options);
  return pool;
}

/**
 * Values, types and errors as the old package has them, and a result without mysql2's `then`, which throws:
 * an async script that returns its query would fail by it.
 * @param {MySql2} mysql2 @param {object} queryable @param {import('mysql2').PoolOptions} options
 */
function withOldQuery(mysql2, queryable, options) {
  const isEnding = noticeEnd(queryable);
  const { query } = /** @type {{ query: (...args: unknown[]) => object }} */ (queryable);
  /** @param {unknown} value */
  const asOld = (value) =>
    options.stringifyObjects || hasOwnFormat(queryable) ? value : oldValues(mysql2, value);
  /** @param {unknown} sql @param {unknown[]} rest */
  const oldQuery = (sql, ...rest) => {
    const args = rest.map((one) => (typeof one === 'function' ? withOldErrors(one, isEnding) : asOld(one)));
    const command = Reflect.apply(query, queryable, [withOldParts(sql, asOld, options), ...args]);
    Object.defineProperty(command ?? {}, 'then', { value: undefined });
    return command;
  };
  Reflect.set(queryable, 'query', oldQuery);
  /** @param {import('./mysql-values.mjs').Value} value */
  const escapeValue = (value) => mysql2.escape(value, options.stringifyObjects, options.timezone);
  Reflect.set(queryable, 'escape', escapeValue);
}

/** A script may set `connection.config.queryFormat` and write its placeholders in its own way. @param {object} queryable */
function hasOwnFormat(queryable) {
  const config = Object(Reflect.get(queryable, 'config'));
  return typeof (config.connectionConfig ?? config).queryFormat === 'function';
}

/**
 * The form `query({ sql, values, typeCast }, callback)`.
 * @param {unknown} sql @param {(values: unknown) => unknown} asOld @param {CastOptions} options
 */
function withOldParts(sql, asOld, options) {
  if (!isPlainObject(sql)) return sql;
  const cast = 'typeCast' in sql ? { typeCast: withOwnTypeCast(sql['typeCast'], oldTypeCast(options)) } : {};
  return { ...sql, ...('values' in sql ? { values: asOld(sql['values']) } : {}), ...cast };
}

/** @param {object} queryable @returns {() => boolean} */
function noticeEnd(queryable) {
  let isEnding = false;
  const end = /** @type {Function} */ (Reflect.get(queryable, 'end'));
  /** @param {unknown[]} args */
  const noticed = (...args) => {
    isEnding = true;
    return Reflect.apply(end, queryable, args);
  };
  Reflect.set(queryable, 'end', noticed);
  return () => isEnding;
}
