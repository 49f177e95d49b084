/**
 * @typedef {typeof import('mysql2')} MySql2
 * @typedef {Parameters<MySql2['format']>[1]} Values
 * @typedef {Parameters<MySql2['escape']>[0]} Value
 */

/**
 * The old package writes an object as `` `key` = value `` pairs wherever its question mark stands; mysql2
 * after SET only. `WHERE ?` with `{ email }` is a common idiom.
 * @param {MySql2} mysql2 @param {unknown} values
 * @returns {Values}
 */
export function oldValues(mysql2, values) {
  if (values === undefined || values === null) return undefined;
  const list = Array.isArray(values) ? values : [values];
  return list.map((value) =>
    isPlainObject(value) && !('toSqlString' in value) ? mysql2.raw(pairs(mysql2, value)) : value,
  );
}

/** @param {MySql2} mysql2 @param {Record<string, unknown>} value */
function pairs(mysql2, value) {
  const own = Object.entries(value).filter(([, one]) => typeof one !== 'function');
  return own
    .map(([key, one]) => `${mysql2.escapeId(key)} = ${mysql2.escape(/** @type {Value} */ (one), true)}`)
    .join(', ');
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
