/**
 * What `mysql` 2.x makes of a column's text. It differs from mysql2 in decimals (numbers), in numbers that
 * are filled up with zeros (texts) and in dates that are none, such as 0000-00-00 (texts).
 *
 * @typedef {{ type: string, string: () => string | null, buffer: () => Buffer | null }} Field
 * @typedef {(field: Field, next: () => unknown) => unknown} TypeCast
 * @typedef {{ supportBigNumbers?: unknown, bigNumberStrings?: unknown, dateStrings?: unknown, timezone?: unknown,
 *   typeCast?: unknown }} CastOptions
 */

const smallNumbers = new Set(['TINY', 'SHORT', 'LONG', 'INT24', 'YEAR', 'FLOAT', 'DOUBLE']);
const bigNumbers = new Set(['LONGLONG', 'DECIMAL', 'NEWDECIMAL']);
const dates = new Set(['DATE', 'DATETIME', 'TIMESTAMP', 'NEWDATE']);
const texts = new Set(['VARCHAR', 'VAR_STRING', 'STRING', 'BLOB', 'TINY_BLOB', 'MEDIUM_BLOB', 'LONG_BLOB']);

/**
 * The old package's cast, as mysql2 takes it.
 * @param {CastOptions} options of the connection
 * @returns {TypeCast}
 */
export function oldTypeCast(options) {
  return (field, next) => {
    if (smallNumbers.has(field.type)) return numberOf(field.string());
    if (bigNumbers.has(field.type)) return bigNumberOf(field.string(), options);
    if (dates.has(field.type)) return dateOf(field, options);
    return next();
  };
}

/**
 * A `typeCast` of the script's own around the old package's; `false` for none.
 * @param {unknown} own @param {TypeCast} cast @returns {TypeCast}
 */
export function withOwnTypeCast(own, cast) {
  if (own === false) return (field, next) => (texts.has(field.type) ? next() : field.buffer());
  if (typeof own !== 'function') return cast;
  return (field, next) => own(field, () => cast(field, next));
}

/** @param {string | null} text */
function numberOf(text) {
  return text === null || isZeroFilled(text) ? text : Number(text);
}

/** Every digit is kept, as a text where a number cannot. @param {string | null} text @param {CastOptions} options */
function bigNumberOf(text, { supportBigNumbers, bigNumberStrings }) {
  const number = numberOf(text);
  if (typeof number !== 'number' || !supportBigNumbers) return number;
  return bigNumberStrings || Math.abs(number) > Number.MAX_SAFE_INTEGER ? text : number;
}

/** MySQL writes a zero before another digit in ZEROFILL columns only. @param {string} text */
function isZeroFilled(text) {
  return /^0\d/.test(text);
}

/** @param {Field} field @param {CastOptions} options */
function dateOf(field, { dateStrings, timezone }) {
  const text = field.string();
  const isText = Array.isArray(dateStrings) ? dateStrings.includes(field.type) : Boolean(dateStrings);
  if (text === null || isText) return text;
  const time = field.type === 'DATE' ? `${text} 00:00:00` : text;
  const zoned = typeof timezone === 'string' && timezone !== 'local' ? `${time} ${timezone}` : time;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? text : date;
}
